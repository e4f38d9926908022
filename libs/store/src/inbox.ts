/**
 * The actions of people in Slack, which are stored before they are acknowledged. An action stays open until it is
 * finished; any process may take it over if the process that held it is gone. Keys are stored as hashes; the body is
 * emptied when the action is done. Real time. Throws the driver's errors, and `OvertakenAct` from the functions that
 * mark an action or change its mark.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewAct {
  readonly workspace: string;
  /** Identifies the delivery: if Slack delivers a press twice, both deliveries have the same key. */
  readonly key: string;
  /** The object that the action changes. */
  readonly object: string;
  /** Identifies the person, the action and its object: actions with the same value within `sameForMs` count once. */
  readonly same: string;
  /**
   * `always`: equal actions count once, whatever happened between them. `latest`: equal actions count once if nothing
   * else was done to the object between them; otherwise each of them counts.
   */
  readonly merges: 'always' | 'latest';
  readonly body: object;
}

/** An action that this process holds. */
export interface HeldAct {
  readonly id: number;
  /** `actHash` of the delivery's key. */
  readonly key: string;
  readonly lease: number;
}

export interface ClaimedAct extends HeldAct {
  readonly workspace: string;
  readonly body: unknown;
  /** Whether the action's effect is committed or may have happened; the person may not have a reply yet. */
  readonly isMarked: boolean;
  /**
   * Whether the action's effect is a post with a name, which can be looked for. False for an action that an earlier
   * release marked, because that release may have posted without a name.
   */
  readonly isNamed: boolean;
  /**
   * The time at which the action was marked, by the database's clock, and how long ago that was; null if it was not
   * marked.
   */
  readonly markedAt: Instant | null;
  readonly markedAgeMs: number | null;
  readonly ageMs: number;
}

/** `again`: this delivery was stored before. `merged`: an equal action was stored `ageMs` ago. */
export type Written =
  | { readonly kind: 'new'; readonly act: HeldAct }
  | { readonly kind: 'again' }
  | { readonly kind: 'merged'; readonly ageMs: number };

export interface Inbox {
  /** If the signal is aborted before the commit is requested, stores nothing and rejects. */
  write(act: NewAct, leaseMs: number, signal: AbortSignal): Promise<Written>;
  /**
   * Deletes the action because the person was refused; it counts as never received. Does nothing if the action is
   * marked, or if another process has taken it.
   */
  withdraw(workspace: string, key: string): Promise<void>;
  /**
   * Marks the action in the transaction of its effect, so that the effect is committed once or not at all. Without a
   * transaction it marks the action at once. Throws `OvertakenAct`.
   */
  mark(act: HeldAct, transaction?: Transaction): Promise<void>;
  /**
   * Marks the action at once. The effect of the action must be a post with a name, which can be looked for. Throws
   * `OvertakenAct`.
   */
  markNamed(act: HeldAct): Promise<void>;
  /** Records that from now on the post is sent without a name and can't be looked for. Throws `OvertakenAct`. */
  unname(act: HeldAct): Promise<void>;
  /** Call if the effect has not happened: the action can then be marked again. Throws `OvertakenAct`. */
  unmark(act: HeldAct): Promise<void>;
  /**
   * Claims actions that their process has released, or whose process is gone. Only the oldest open action on each
   * object can be claimed.
   */
  claim(options: {
    readonly workspaces: readonly string[];
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedAct[]>;
  renew(acts: readonly HeldAct[], leaseMs: number): Promise<void>;
  /**
   * Counts unfinished actions that were stored more than a minute ago, in one workspace or in all. Leaves out actions
   * that only read.
   */
  late(workspace?: string): Promise<number>;
  /**
   * Call when the action failed and the person will be notified. If the person repeats the action, it counts as a new
   * one.
   */
  annul(act: HeldAct): Promise<void>;
  /** Finishes the action. `counts: false`: it had no effect, so if the person repeats it, it counts as a new one. */
  end(act: HeldAct, counts: boolean): Promise<void>;
  /** Releases the action, so that any process can retry it. */
  release(act: HeldAct, afterMs: number): Promise<void>;
}

/** Makes the effect of an action happen only once, and gives a name to the post that the action makes. */
export interface Once {
  /** The post's name, which is the same in every process for as long as the action is stored. */
  readonly key: string;
  /**
   * Marks the action in the given transaction, which also writes the action's effect. Without a transaction, marks it
   * at once. Throws `OvertakenAct`.
   */
  mark(transaction?: Transaction): Promise<void>;
  /**
   * Marks the action at once. The effect of the action must be a post with a name, which can be looked for. Throws
   * `OvertakenAct`.
   */
  markNamed(): Promise<void>;
  /** Records that the post is sent without its name. Throws `OvertakenAct`. */
  unname(): Promise<void>;
}

/** Equal actions within this time count once. */
export const sameForMs = 30_000;

/** Thrown when another process has the action, or its effect is already committed: the caller must do nothing. */
export class OvertakenAct extends Error {
  override readonly name = 'OvertakenAct';
}

/** Rows contain only hashes, because it is private which person pressed which button. */
export function actHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
