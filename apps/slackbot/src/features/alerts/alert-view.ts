/** An alert with everything that its lists of leads need. Effects: reads the store. Errors: those of the store. */
import { fingerprintsOf, type LeadError, type LeadIdentities, storedKeysOfBulk, storedNumbers } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { leadOfBulk, type UndatedBulks } from './errored-leads.ts';
import type { Reading } from './subscriber.ts';

export interface AlertView {
  readonly alert: StoredAlert;
  readonly errorTexts: ReadonlyMap<string, LeadError>;
  /** Leads of the alert that a later bulk sent again: see `leadOfBulk`. */
  readonly sentAgain: ReadonlySet<string>;
  /** Returns every value under which a lead's number from the sender may be stored. */
  readonly numbersOf: (externalId: string) => readonly string[];
  /** The alert's bulks whose date is unknown. */
  readonly undated: UndatedBulks;
}

export async function alertViewOf(
  { store, tx, connection }: Reading,
  alert: StoredAlert,
  identities: LeadIdentities,
): Promise<AlertView> {
  const bulkIds = Object.keys(alert.state.members).flatMap((member) => (member === '' ? [] : [Number(member)]));
  const replaced = await store.bulks.replaced(tx, bulkIds);
  const undated = await store.bulks.undated(tx, bulkIds);
  return {
    alert,
    errorTexts: await store.alerts.errorTexts(tx, connection, fingerprintsOf(alert.state)),
    sentAgain: new Set(replaced.map(({ createdAt, externalId }) => leadOfBulk(createdAt, externalId))),
    numbersOf: (externalId) => storedNumbers(externalId, identities),
    undated: {
      seenAt: new Map(undated.map((bulk) => [bulk.key, bulk.firstSeenAt])),
      numbers: new Map(undated.map((bulk) => [bulk.key, bulk.id])),
      keysOf(bulk) {
        const { key, aliases } = storedKeysOfBulk(bulk, identities);
        return [key, ...aliases];
      },
    },
  };
}
