/**
 * What people did in Slack (an act), written before it is acknowledged. An act is a row until it is finished: any process may take it over when the one
 * that had it is gone. Keys are hashes; the body is emptied when the act is done. Real time. Errors: the driver's, and `OvertakenAct` from `mark`.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewAct {
  readonly workspace: string;
  /** Of the delivery: Slack delivering one press again gives the same key. */
  readonly key: string;
  /** What it is done to. */
  readonly object: string;
  /** Who does what to it: equal acts within `sameForMs` count once. */
  readonly same: string;
  /** `always`: equal acts count once whatever came between. `latest`: only while nothing else was done to the object since. */
  readonly merges: 'always' | 'latest';
  readonly body: object;
}

/** An act that this process has. */
export interface HeldAct {
  readonly id: number;
  /** `actHash` of its delivery's. */
  readonly key: string;
  readonly lease: number;
}

export interface ClaimedAct extends HeldAct {
  readonly workspace: string;
  readonly body: unknown;
  /** Its effect is committed; the person may not know yet. */
  readonly isMarked: boolean;
  /** Its effect is a post that can be looked for; false where an earlier release marked it, which may have posted without a name. */
  readonly isNamed: boolean;
  /** When it was marked, by the database's clock, and how long ago that is; null while it is not. */
  readonly markedAt: Instant | null;
  readonly markedAgeMs: number | null;
  readonly ageMs: number;
}

/** `again`: this delivery is known. `merged`: an equal act was written so many milliseconds ago. */
export type Written =
  | { readonly kind: 'new'; readonly act: HeldAct }
  | { readonly kind: 'again' }
  | { readonly kind: 'merged'; readonly ageMs: number };

export interface Inbox {
  /** Rejects, and leaves nothing behind, when the signal is aborted before the commit was asked for. */
  write(act: NewAct, leaseMs: number, signal: AbortSignal): Promise<Written>;
  /** It was refused to the person: as if it had never come. Not one that another process has taken since. */
  withdraw(workspace: string, key: string): Promise<void>;
  /** In the transaction of the effect: it is committed once, or not at all. Without one, at once. Throws `OvertakenAct`. */
  mark(act: HeldAct, transaction?: Transaction): Promise<void>;
  /** At once: its effect is a post that can be looked for. Throws `OvertakenAct`. */
  markNamed(act: HeldAct): Promise<void>;
  /** From here on it is posted without a name: it can't be looked for. Throws `OvertakenAct`. */
  unname(act: HeldAct): Promise<void>;
  /** Its effect turned out not to be there: it may be marked again. Throws `OvertakenAct`. */
  unmark(act: HeldAct): Promise<void>;
  /** Acts whose process is gone or has put them back, the oldest of each object first. */
  claim(options: {
    readonly workspaces: readonly string[];
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedAct[]>;
  renew(acts: readonly HeldAct[], leaseMs: number): Promise<void>;
  /** How many were written more than a minute ago and are not finished; of one workspace, or of all. */
  late(workspace?: string): Promise<number>;
  /** It failed, and the person is about to hear it: the same again is another act. */
  annul(act: HeldAct): Promise<void>;
  /** `counts: false`: it came to nothing, so that the same again is another act. */
  end(act: HeldAct, counts: boolean): Promise<void>;
  /** Puts it back, to be tried again by any process. */
  release(act: HeldAct, afterMs: number): Promise<void>;
}

/** Makes the effect of an act happen once, and names it. */
export interface Once {
  /** As long as the act is known, the same for whoever does it. */
  readonly key: string;
  /** In the transaction of the effect; without one, at once. Throws `OvertakenAct`. */
  mark(transaction?: Transaction): Promise<void>;
  /** At once: its effect is a post that can be looked for. Throws `OvertakenAct`. */
  markNamed(): Promise<void>;
  /** That post goes without its name. Throws `OvertakenAct`. */
  unname(): Promise<void>;
}

/** Equal acts within this count once. */
export const sameForMs = 30_000;

/** Another process has the act, or its effect is committed already: nothing may be done. */
export class OvertakenAct extends Error {
  override readonly name = 'OvertakenAct';
}

/** Whose press, and on what, is nobody's business once it is done: rows have hashes. */
export function actHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
