/**
 * Recognises people who were forgotten: about them nothing is posted, listed or exported. Effects: the store by its
 * handle. Errors: the store's.
 */
import { everyPersonKey, type LeadIdentities, type PersonFields, personTraits } from '@leadbell/domain';
import type { Store, Transaction } from '@leadbell/store';

export type IsForgotten = (lead: PersonFields) => boolean;

/** As of this transaction. Costs hashes for each lead, but only if anyone was forgotten. */
export async function forgottenIn(
  { persons }: Pick<Store, 'persons'>,
  identities: Pick<LeadIdentities, 'keys'>,
  tx: Transaction,
): Promise<IsForgotten> {
  return recognise(await persons.forgotten(tx), identities);
}

export function recognise(
  tombstones: readonly { readonly person: string }[],
  { keys }: Pick<LeadIdentities, 'keys'>,
): IsForgotten {
  if (tombstones.length === 0) return () => false;
  const known = new Set(tombstones.map(({ person }) => person));
  return (lead) => everyPersonKey(personTraits(lead), keys).some((person) => known.has(person));
}
