/**
 * The log of actions, and of every time a person was shown a lead; entries are only added. Entries contain no personal
 * data of leads: only Slack ids of users, keys of leads, and names of things. Throws the driver's errors.
 */
import type { Instant, ReadingBounds } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

/** The kind of the actor, as Slack described the person at that time. `operator`: a person at the command line. */
export type ActorKind = 'member' | 'guest' | 'outsider' | 'unknown' | 'operator' | 'leadbell';

export type AuditOutcome = 'done' | 'refused' | 'failed';

export interface AuditEntry {
  readonly workspace: string | null;
  /** A person's Slack id, or `leadbell`. */
  readonly actor: string;
  /** Default: `leadbell` for Leadbell itself, otherwise `unknown`. */
  readonly actorKind?: ActorKind;
  readonly action: string;
  /** The object of the action, such as `subscription 7`. */
  readonly subject?: string | null;
  /** Keys of the leads that were shown, exported or shared, as `LeadIdentities` makes them. */
  readonly leads?: readonly string[];
  /** The numbers that the DMS gave these leads; a lead without one is left out. */
  readonly numbers?: readonly string[];
  /** Names of the lead's fields that were shown. */
  readonly fields?: readonly string[];
  readonly channel?: string | null;
  /** Default `done`. */
  readonly outcome?: AuditOutcome;
  /** Names no person. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditRecord extends Required<AuditEntry> {
  readonly id: number;
  /** Business time. */
  readonly at: Instant;
}

export interface AuditQuery {
  /** Inclusive. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
  /** Returns entries of this workspace, and those of the whole installation. */
  readonly workspace?: string;
  readonly actor?: string;
  readonly action?: string | readonly string[];
  readonly outcome?: AuditOutcome;
  /** Returns entries about any of these keys; a lead can have several keys, see `LeadIdentities`. */
  readonly leads?: readonly string[];
  /** With `leads`: also returns entries about the lead with this number in the DMS. */
  readonly number?: string;
  readonly limit: number;
  /** The `id` of the last entry on the previous page. */
  readonly after?: number;
}

/** The action of an entry about a person who reads unusually many leads; its `detail` has `people` and `minutes`. */
export const unusualReading = 'unusual reading';

/** The action of an entry about changed roles in the settings; its `detail` has the roles before and after. */
export const accessChanged = 'access changed';

/** The action of the entry that is written when the log's own trigger was missing and is restored. */
export const guardRestored = 'audit guard restored';

/**
 * The actions of each kind of entry. The kind `refused` has no actions of its own: it means refused attempts of any
 * action.
 */
export const auditKinds = {
  opened: ['open', 'open more'],
  found: ['find'],
  exported: ['export'],
  shared: ['share', 'take back'],
  alerts: ['acknowledge', 'unacknowledge', 'assign', 'release', 'resolve', 'reopen', 'note', 'snooze', 'wake'],
  silences: ['silence', 'end-silence'],
  subscriptions: [
    'subscribed',
    'edit',
    'pause',
    'resume',
    'send',
    'remove',
    'keep',
    'subscription paused',
    'subscription without owner',
  ],
  forgotten: ['forget', 'forget look'],
  rights: [accessChanged, guardRestored],
  unusual: [unusualReading],
  refused: null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

export type AuditKind = keyof typeof auditKinds;

/**
 * How entries are protected from changes. `owner`: only the account that owns the tables may change them, and the
 * process uses a different account. `trigger`: a trigger refuses changes, which prevents mistakes but does not stop the
 * owner of the tables. `none`: the trigger is missing or disabled.
 */
export type AuditGuard = 'owner' | 'trigger' | 'none';

/** The number of different leads that one person saw, for each way in which they were shown. */
export interface AuditReader {
  readonly workspace: string | null;
  readonly actor: string;
  readonly actorKind: ActorKind;
  readonly opened: number;
  readonly found: number;
  readonly exported: number;
  readonly shared: number;
  /** The number of refused attempts. */
  readonly refused: number;
}

export interface AuditLog {
  /** Checks the database at each call, because the trigger can be dropped at any time. */
  guard(): Promise<AuditGuard>;
  /**
   * Call at the start: restores the trigger if it is missing, disabled or without effect, and writes an entry about it.
   * Returns whether it restored the trigger.
   */
  restoreGuard(): Promise<boolean>;
  /** Call in the transaction of the change, or before the lead is shown. */
  append(transaction: Transaction, entry: AuditEntry): Promise<void>;
  /**
   * Appends an entry about leads that are about to be shown. The limits apply to the number of different leads in this
   * entry and in the person's recent entries that were not refused. The count is exact even if
   * a person asks in many places at once, because one person's entries are appended one after another. If the number is
   * above `unusual`, also adds an entry `unusual reading`, at most once within the minutes in `bounds`. Returns false
   * if the limit refuses the reading; the entry is then stored as refused, and the caller must not show the leads.
   */
  appendReading(transaction: Transaction, entry: AuditEntry, bounds: ReadingBounds): Promise<boolean>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /**
   * Returns each person who saw a lead or was refused something in the period. The person whose entries have the most
   * leads comes first.
   */
  readers(period: { readonly from: Instant; readonly to: Instant }): Promise<readonly AuditReader[]>;
  /** For the retention only: as the owner of the tables, deletes entries from before that time. Returns how many. */
  purge(before: Instant): Promise<number>;
}
