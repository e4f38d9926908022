/**
 * Records who saw which lead, before the lead is shown. Effects: writes to the audit log. Errors:
 * `Unrecorded` if the entry is not written in time; the lead must not be shown then.
 */
import {
  type KnownKind,
  type Lead,
  type LeadIdentities,
  type ReadingBound,
  type ReadingBounds,
  type Sought,
  soughtKey,
} from '@leadbell/domain';
import type { ActorKind, Store } from '@leadbell/store';
import type { Look } from '../reports/context.ts';
import { enough } from '../within.ts';

export interface Looker {
  readonly user: string;
  readonly kind: KnownKind;
  /** The channel; empty for a form or another modal, because these belong to no channel. */
  readonly channel: string;
}

export type RecordLook = (looker: Looker, look: Look) => Promise<void>;

export class Unrecorded extends Error {
  override readonly name = 'Unrecorded';
}

/**
 * Thrown when the person would see the details of more people than the settings allow. The attempt is recorded as
 * refused.
 */
export class TooManyPeople extends Error {
  override readonly name = 'TooManyPeople';
  readonly limit: ReadingBound;
  constructor(limit: ReadingBound) {
    super();
    this.limit = limit;
  }
}

export interface RecordOptions {
  readonly reading: ReadingBounds;
  readonly store: Pick<Store, 'transaction' | 'audit'>;
  readonly identities: Pick<LeadIdentities, 'of' | 'keys'>;
  readonly workspace: string;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const patienceMs = 2_000;

export function createRecord({ store, identities, reading, workspace, sleep }: RecordOptions): RecordLook {
  return async (
    { user, kind, channel },
    { action, sought, subject = keyOf(sought, identities), leads, fields, outcome, times },
  ) => {
    const entry = {
      workspace,
      actor: user,
      actorKind: actorKindOf(kind),
      action,
      ...namesOf(leads, identities),
      fields,
      channel: channel === '' ? null : channel,
      ...(subject === undefined ? {} : { subject }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(times === undefined ? {} : { detail: { times } }),
    };
    const over = new AbortController();
    const late = sleep(patienceMs, over.signal).then(() => {
      throw new Error('the database did not record it in time');
    });
    const isShown = store.transaction((tx) =>
      leads.length === 0
        ? store.audit.append(tx, entry).then(() => true)
        : store.audit.appendReading(tx, entry, reading),
    );
    try {
      if (await Promise.race([isShown, late])) return;
    } catch (cause) {
      throw new Unrecorded('', { cause });
    } finally {
      over.abort(enough);
      late.catch(() => {});
    }
    if (reading.limit !== null) throw new TooManyPeople(reading.limit);
  };
}

function keyOf(sought: Sought | undefined, { keys: [current] }: Pick<LeadIdentities, 'keys'>): string | undefined {
  return sought === undefined || current === undefined ? undefined : soughtKey(sought, current);
}

/** Returns the keys of an entry's leads, and their numbers in the DMS. */
export function namesOf(
  leads: readonly Lead[],
  identities: Pick<LeadIdentities, 'of'>,
): { readonly leads: readonly string[]; readonly numbers: readonly string[] } {
  return {
    leads: leads.map((lead) => identities.of(lead).key),
    numbers: leads.flatMap(({ leadId }) => leadId ?? []),
  };
}

export function actorKindOf(kind: KnownKind): ActorKind {
  return kind === 'none' ? 'unknown' : kind;
}
