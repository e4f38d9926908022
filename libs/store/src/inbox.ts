/**
 * Actions of people in Slack, stored before they are acknowledged. An action is a row until it is finished: any process
 * may take it over if the one that had it is gone. Keys are hashes; the body is emptied when the action is done. Real
 * time. Errors: the driver's, and `OvertakenAct` from `mark`.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewAct {
  readonly workspace: string;
  /** Identifies the delivery: if Slack delivers one press again, the key is the same. */
  readonly key: string;
  /** The object that it acts on. */
  readonly object: string;
  /** The person, the action and its object: equal ones within `sameForMs` count once. */
  readonly same: string;
  /**
   * `always`: equal actions count once, whatever happened in between. `latest`: only if nothing else was done to the
   * object since.
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
  /** Its effect is committed; the person may not have been notified yet. */
  readonly isMarked: boolean;
  /**
   * Its effect is a post that can be looked for; false if an earlier release marked it, which may have posted without a
   * name.
   */
  readonly isNamed: boolean;
  /** When it was marked, by the database's clock, and how long ago that is; null if it is not. */
  readonly markedAt: Instant | null;
  readonly markedAgeMs: number | null;
  readonly ageMs: number;
}

/** `again`: this delivery is known. `merged`: an equal action was stored that many milliseconds ago. */
export type Written =
  | { readonly kind: 'new'; readonly act: HeldAct }
  | { readonly kind: 'again' }
  | { readonly kind: 'merged'; readonly ageMs: number };

export interface Inbox {
  /** Rejects, and leaves nothing behind, if the signal is aborted before the commit was requested. */
  write(act: NewAct, leaseMs: number, signal: AbortSignal): Promise<Written>;
  /** The person was refused, so it counts as never received. Not if another process has since taken it. */
  withdraw(workspace: string, key: string): Promise<void>;
  /**
   * In the transaction of the effect, so that it is committed once or not at all. Without one, at once. Throws
   * `OvertakenAct`.
   */
  mark(act: HeldAct, transaction?: Transaction): Promise<void>;
  /** At once: its effect is a post that can be looked for. Throws `OvertakenAct`. */
  markNamed(act: HeldAct): Promise<void>;
  /** From here on it is posted without a name and can't be looked for. Throws `OvertakenAct`. */
  unname(act: HeldAct): Promise<void>;
  /** Its effect turned out to be missing, so it may be marked again. Throws `OvertakenAct`. */
  unmark(act: HeldAct): Promise<void>;
  /** Actions whose process is gone or has put them back, the oldest of each object first. */
  claim(options: {
    readonly workspaces: readonly string[];
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedAct[]>;
  renew(acts: readonly HeldAct[], leaseMs: number): Promise<void>;
  /** How many were stored more than a minute ago and are not finished; for one workspace, or all. */
  late(workspace?: string): Promise<number>;
  /** It failed and the person is about to be notified: repeating it is a new action. */
  annul(act: HeldAct): Promise<void>;
  /** `counts: false`: it had no effect, so repeating it is a new action. */
  end(act: HeldAct, counts: boolean): Promise<void>;
  /** Puts it back for any process to retry. */
  release(act: HeldAct, afterMs: number): Promise<void>;
}

/** Makes the effect of an action happen once, and names it. */
export interface Once {
  /** As long as the action is known, the same in every process. */
  readonly key: string;
  /** In the transaction of the effect; without one, at once. Throws `OvertakenAct`. */
  mark(transaction?: Transaction): Promise<void>;
  /** At once: its effect is a post that can be looked for. Throws `OvertakenAct`. */
  markNamed(): Promise<void>;
  /** Notes that the post is sent without its name. Throws `OvertakenAct`. */
  unname(): Promise<void>;
}

/** Equal actions within this time count once. */
export const sameForMs = 30_000;

/** Another process has the action, or its effect is already committed: nothing may be done. */
export class OvertakenAct extends Error {
  override readonly name = 'OvertakenAct';
}

/** Rows have only hashes, because who pressed which button is private once it is done. */
export function actHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
