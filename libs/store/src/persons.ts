/**
 * Everything held about a person, by the keys of `person-keys.ts`: places in Slack, stored rows. A person is forgotten
 * in two steps: rows at once, places in Slack one by one by a running Leadbell. Nothing here names a person. Errors: the
 * driver's.
 */
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

/**
 * `card`: a message of the outbox, whose id is `ref`; `share`: a post, by its `ts`, or by the key of its act while Slack
 * has not given one; `file`: by Slack's id.
 */
export type PlaceKind = 'card' | 'share' | 'file';

export interface PersonPlace {
  readonly kind: PlaceKind;
  readonly workspace: string;
  readonly channel: string;
  readonly ref: string;
}

export interface NotedPlace extends PersonPlace {
  /** Keys of everyone in it. */
  readonly persons: readonly string[];
}

/** The person to look for. */
export interface PersonTarget {
  /** Under every key of the installation. */
  readonly persons: readonly string[];
  /** Hashed phones and addresses, for rows of releases without person keys. */
  readonly marks?: readonly string[];
  /** The number in the DMS: the person stored under it is meant too, with everything stored about them. */
  readonly lead?: string;
}

/** How much there is, by kind. */
export interface PersonFound {
  /** Messages about new leads. */
  readonly cards: number;
  readonly shares: number;
  readonly files: number;
  /** Stored leads, without their text. */
  readonly leads: number;
  /** Notes that a lead was announced. */
  readonly announcements: number;
}

export interface Erased {
  readonly receipt: string;
  readonly found: PersonFound;
}

export interface Erasure extends Erased {
  /** Business time, like the next. */
  readonly at: Instant;
  /** When nothing was left to delete in Slack; null: not yet. */
  readonly doneAt: Instant | null;
  readonly workspace: string | null;
  /** A Slack id, or `operator`. */
  readonly actor: string;
  /** Places that Slack did not let us delete, by Slack's reason. */
  readonly notReached: Readonly<Record<string, number>>;
}

export interface Tombstone {
  readonly person: string;
  readonly receipt: string;
}

/** A place in Slack that must go. */
export interface DuePlace extends PersonPlace {
  readonly receipt: string;
  readonly tries: number;
  /** The `ts` of a card's post or of a share; null: it was not posted. */
  readonly ts: string | null;
  /** Slack's id of the conversation. */
  readonly conversation: string | null;
}

/**
 * `gone`: deleted or no longer there; a code: Slack will never let us delete it; otherwise it is tried again after that
 * time.
 */
export type ErasingOutcome = 'gone' | { readonly code: string } | { readonly afterMs: number };

export interface Persons {
  /** In the post's transaction, if there is one. */
  note(transaction: Transaction, places: readonly NotedPlace[]): Promise<void>;
  /** More keys of the lead of a message of the outbox, such as the number that the DMS gave it since. */
  noteCard(transaction: Transaction, workspace: string, key: string, persons: readonly string[]): Promise<void>;
  /** Slack gave the place its `ts`. */
  placed(place: PersonPlace, ts: string): Promise<void>;
  /** The place came to nothing. */
  drop(place: PersonPlace): Promise<void>;
  find(target: PersonTarget): Promise<PersonFound>;
  /** Numbers of alerts that count a lead of theirs and have notes of colleagues, which may name them. */
  notedAlerts(target: PersonTarget): Promise<readonly number[]>;
  /** Places that wait to be deleted in Slack. */
  waiting(target: PersonTarget): Promise<number>;
  /**
   * Forgets: tombstones, and the rows. Places in Slack become due. Null: nothing was found and they were forgotten
   * before.
   */
  erase(
    transaction: Transaction,
    target: PersonTarget,
    by: { readonly receipt: string; readonly actor: string; readonly workspace: string | null },
  ): Promise<Erased | null>;
  /** Keys of all who were forgotten. */
  forgotten(transaction?: Transaction): Promise<readonly Tombstone[]>;
  /** Tombstones from elsewhere, such as before a restore. Returns how many were new. */
  adopt(tombstones: readonly Tombstone[]): Promise<number>;
  /** Erases all data of forgotten people; does nothing if there is none. Returns the rows. */
  sweep(): Promise<number>;
  /** Not tried by another process meanwhile. */
  due(workspaces: readonly string[], limit: number): Promise<readonly DuePlace[]>;
  tried(place: DuePlace, outcome: ErasingOutcome): Promise<void>;
  /** The newest first. */
  erasures(limit: number): Promise<readonly Erasure[]>;
  /** All from `from` on and before `to`, the newest first. */
  erasuresIn(times: { readonly from: Instant; readonly to: Instant }): Promise<readonly Erasure[]>;
}
