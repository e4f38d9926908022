/**
 * A log of actions, and of every look at a lead, that only grows. It holds no person of a lead: only Slack ids of users,
 * keys of leads, and names of things. Errors: the driver's.
 */
import type { Instant, ReadingBounds } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

/** Slack's answer about the actor at that time; `operator` used the command line. */
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
  /** Keys of the leads that were seen or handed over, as `LeadIdentities` makes them. */
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
  /** Entries of this workspace, and of the installation as a whole. */
  readonly workspace?: string;
  readonly actor?: string;
  readonly action?: string | readonly string[];
  readonly outcome?: AuditOutcome;
  /** Entries about any of these keys: one lead can have several, see `LeadIdentities`. */
  readonly leads?: readonly string[];
  /** With `leads`: entries about those, or about the lead with this number in the DMS. */
  readonly number?: string;
  readonly limit: number;
  /** `id` of the previous page's last entry. */
  readonly after?: number;
}

/** The action of entries about unusual reading; `detail` has `people` and `minutes`. */
export const unusualReading = 'unusual reading';

/** The action of entries about other roles in the settings than before; `detail` has both. */
export const accessChanged = 'access changed';

/** The action of the entry about the log's own trigger, which had been dropped. */
export const guardRestored = 'audit guard restored';

/** By the actions of their entries; all that were refused are a kind too. */
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
 * How entries are protected: the account of the process lacks the right to change them (`owner`), or a trigger refuses
 * it, which prevents mistakes and does not stop the owner of the tables. `none`: the trigger is gone or off.
 */
export type AuditGuard = 'owner' | 'trigger' | 'none';

/** How much one person saw: different leads, by how they were seen. */
export interface AuditReader {
  readonly workspace: string | null;
  readonly actor: string;
  readonly actorKind: ActorKind;
  readonly opened: number;
  readonly found: number;
  readonly exported: number;
  readonly shared: number;
  /** Entries of refused attempts. */
  readonly refused: number;
}

export interface AuditLog {
  /** The present state: the trigger can be dropped at any time. */
  guard(): Promise<AuditGuard>;
  /** At the start: makes a trigger again that is gone, off or without effect, with an entry. Returns whether it did. */
  restoreGuard(): Promise<boolean>;
  /** In the transaction of the change, or before the lead is shown. */
  append(transaction: Transaction, entry: AuditEntry): Promise<void>;
  /**
   * Appends an entry about leads that are about to be shown, if these bounds allow it. They count different leads, over
   * all entries that were not refused. The count is exact even if a person asks in many places at once, because their
   * entries wait for each other. Above `unusual`, an entry `unusual reading` is added, once in that time. Returns false
   * if the limit refuses it: then nothing may be shown.
   */
  appendReading(transaction: Transaction, entry: AuditEntry, bounds: ReadingBounds): Promise<boolean>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** One for each person who saw or was refused something in that time, the most leads first. */
  readers(period: { readonly from: Instant; readonly to: Instant }): Promise<readonly AuditReader[]>;
  /** Retention only: deletes entries before that time, as the owner of the tables. Returns how many. */
  purge(before: Instant): Promise<number>;
}
