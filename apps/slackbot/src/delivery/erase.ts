/**
 * Deletes messages about forgotten people in Slack, and keeps the file of tombstones equal to the
 * table. Effects: calls the Web API, and writes the store and the file. Errors: those of the store.
 */
import { keepForgotten, readForgotten, type Store, StoreError } from '@leadbell/store';
import type { Log } from '../log.ts';
import type { Outbound } from './outbound.ts';

export interface EraseOptions {
  readonly store: Pick<Store, 'persons'>;
  /** The outbound of each workspace. */
  readonly outbounds: ReadonlyMap<string, Pick<Outbound, 'remove'>>;
  readonly forgottenFile: string;
  readonly log: Log;
}

/** Slack allows about 50 deletions a minute. */
const mostAtOnce = 40;

/** Adds the file's tombstones to the table at the start, because an older backup may have been restored. */
export async function adoptForgotten({ store, forgottenFile, log }: EraseOptions): Promise<void> {
  const tombstones = readForgotten(forgottenFile);
  if (tombstones.length === 0) return;
  const count = await store.persons.adopt(tombstones);
  if (count > 0) log.info({ count }, 'forgotten.again');
}

/** Deletes the messages that are due, and returns how many it deleted. Several processes may do this at once. */
export async function eraseDue(options: EraseOptions): Promise<number> {
  const { store, outbounds, log } = options;
  await keepFile(options);
  await store.persons.sweep();
  let gone = 0;
  for (const place of await store.persons.due([...outbounds.keys()], mostAtOnce)) {
    const outcome = (await outbounds.get(place.workspace)?.remove(place)) ?? { code: 'no_workspace' };
    await store.persons.tried(place, outcome);
    if (outcome === 'gone') gone += 1;
    else log.warn({ kind: place.kind, receipt: place.receipt, ...outcome }, 'forgotten.not-deleted');
  }
  if (gone > 0) log.info({ count: gone }, 'forgotten.deleted');
  return gone;
}

async function keepFile({ store, forgottenFile, log }: EraseOptions): Promise<void> {
  const tombstones = await store.persons.forgotten();
  try {
    keepForgotten(forgottenFile, tombstones);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // The tombstones are still in the table, so only log the failure.
    log.warn({ reason: error.message }, 'forgotten.not-kept');
  }
}
