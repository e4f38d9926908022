/**
 * Finds and erases everything that is stored about a person, by the keys of `person-keys.ts`: places in Slack and rows.
 * A person is forgotten in two steps. Their rows are erased at once; then a running Leadbell deletes the places in
 * Slack one by one. No name of a person is passed or stored here. Throws the driver's errors.
 */
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

/**
 * `card`: a message of the outbox; `ref` is its id. `share`: a shared post; `ref` is its `ts`, or the key of its act
 * while Slack has not given one. `file`: `ref` is Slack's id.
 */
export type PlaceKind = 'card' | 'share' | 'file';

export interface PersonPlace {
  readonly kind: PlaceKind;
  readonly workspace: string;
  readonly channel: string;
  readonly ref: string;
}

export interface NotedPlace extends PersonPlace {
  /** The keys of all people whose data the place shows. */
  readonly persons: readonly string[];
}

/** The person to look for. */
export interface PersonTarget {
  /** The person's keys, made with every key of the installation. */
  readonly persons: readonly string[];
  /** Hashed phone numbers and e-mail addresses, for rows of releases without person keys. */
  readonly marks?: readonly string[];
  /** The number of a lead in the DMS: everything stored about the person of this lead is found too. */
  readonly lead?: string;
}

/** How much was found, by kind. */
export interface PersonFound {
  /** Messages about new leads. */
  readonly cards: number;
  readonly shares: number;
  readonly files: number;
  /** Stored leads; their texts are not stored. */
  readonly leads: number;
  /** Records that a lead was announced. */
  readonly announcements: number;
}

export interface Erased {
  readonly receipt: string;
  readonly found: PersonFound;
}

export interface Erasure extends Erased {
  /** In business time, like `doneAt`. */
  readonly at: Instant;
  /** The time from which nothing was left to delete in Slack; null if something still is. */
  readonly doneAt: Instant | null;
  readonly workspace: string | null;
  /** The Slack id of a person, or `operator`. */
  readonly actor: string;
  /** How many places Slack did not let us delete, by Slack's reason. */
  readonly notReached: Readonly<Record<string, number>>;
}

export interface Tombstone {
  readonly person: string;
  readonly receipt: string;
}

/** A place in Slack that must be deleted. */
export interface DuePlace extends PersonPlace {
  readonly receipt: string;
  readonly tries: number;
  /** The `ts` of the post of a card or share; null: it was not posted. */
  readonly ts: string | null;
  /** Slack's id of the channel or direct message. */
  readonly conversation: string | null;
}

/**
 * `gone`: deleted, or no longer there. `code`: Slack will never let us delete it. `afterMs`: another try follows after
 * this time.
 */
export type ErasingOutcome = 'gone' | { readonly code: string } | { readonly afterMs: number };

export interface Persons {
  /** Records places. If the post is stored in a transaction, call in that transaction. */
  note(transaction: Transaction, places: readonly NotedPlace[]): Promise<void>;
  /** Adds keys to the lead of an outbox message, such as the number that the DMS has given it since. */
  noteCard(transaction: Transaction, workspace: string, key: string, persons: readonly string[]): Promise<void>;
  /** Records the `ts` that Slack gave the place. */
  placed(place: PersonPlace, ts: string): Promise<void>;
  /** Deletes the record of a place where nothing was posted. */
  drop(place: PersonPlace): Promise<void>;
  find(target: PersonTarget): Promise<PersonFound>;
  /**
   * Returns the numbers of alerts that count a lead of the person and have notes, because colleagues may have named the
   * person in a note.
   */
  notedAlerts(target: PersonTarget): Promise<readonly number[]>;
  /** Counts the places of the person that wait to be deleted in Slack. */
  waiting(target: PersonTarget): Promise<number>;
  /**
   * Forgets the person: adds tombstones and erases the rows. Their places in Slack become due. Returns null if nothing
   * was found and the person was forgotten before.
   */
  erase(
    transaction: Transaction,
    target: PersonTarget,
    by: { readonly receipt: string; readonly actor: string; readonly workspace: string | null },
  ): Promise<Erased | null>;
  /** Returns the tombstones of all forgotten people. */
  forgotten(transaction?: Transaction): Promise<readonly Tombstone[]>;
  /**
   * Adds tombstones from another source, for example from their file after a restore, and erases what is stored about
   * these people. Returns how many tombstones were new.
   */
  adopt(tombstones: readonly Tombstone[]): Promise<number>;
  /**
   * Erases the data of forgotten people again, if a place in Slack with their data was recorded since they were
   * forgotten. Returns the number of their tombstones.
   */
  sweep(): Promise<number>;
  /** Returns places that are due; no other process tries them meanwhile. */
  due(workspaces: readonly string[], limit: number): Promise<readonly DuePlace[]>;
  tried(place: DuePlace, outcome: ErasingOutcome): Promise<void>;
  /** Returns erasures, the newest first. */
  erasures(limit: number): Promise<readonly Erasure[]>;
  /** Returns the erasures at or after `from` and before `to`, the newest first. */
  erasuresIn(times: { readonly from: Instant; readonly to: Instant }): Promise<readonly Erasure[]>;
}
