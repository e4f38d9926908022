/** How a button names a lead, and finds it again. Pure. */
import { shortHash } from '@leadbell/domain';
import type { Bulk, Lead } from '@leadbell/domain';
import type { Row } from './answer.ts';

/** Stays the same when the same bulk is read again: nothing in it but the bulk, the sender's number and the place in the bulk. */
export function leadRef(bulk: Bulk, lead: Lead, index: number): string {
  return `${shortHash(bulk.key)}.${nameOf(lead)}.${index}`;
}

/** The sender's number; words of the sender's could be long, or about a person. */
function nameOf({ externalId }: Lead): string {
  return externalId === null || /^\d{1,20}$/.test(externalId) ? (externalId ?? '') : `w${shortHash(externalId)}`;
}

/** Finds a row by its reference; one that moved within its bulk, or was sent again in a later one since, is known by the sender's number. */
export function findRow(rows: readonly Row[], ref: string): Row | null {
  const exact = rows.find((row) => row.ref === ref);
  if (exact !== undefined) return exact;
  const [bulk = '', externalId = ''] = ref.split('.');
  if (externalId === '') return null;
  const moved = rows.find((row) => row.ref.startsWith(`${bulk}.${externalId}.`));
  if (moved !== undefined) return moved;
  const [later, ...others] = rows.filter(
    ({ isSentAgain, lead }) => isSentAgain === true && nameOf(lead) === externalId,
  );
  // Of two people with one number we cannot say which it was.
  return others.length === 0 ? (later ?? null) : null;
}
