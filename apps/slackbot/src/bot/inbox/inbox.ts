/**
 * The inbox of this process: stores acts in time or refuses them, renews their leases while they
 * run, and takes over acts of dead processes. Effects: uses the store's inbox in its options.
 * Errors: none escape; without the database, new acts are refused and running acts wait.
 */
import { actHash, type ClaimedAct, type HeldAct, type Inbox, type NewAct } from '@leadbell/store';
import { errorFields } from '../../log-error.ts';
import type { Log } from '../../log.ts';
import { enough } from '../../within.ts';

export interface InboxOptions {
  readonly queue: Inbox;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** `refused`: the act could not be stored in time and will not be performed. */
export type Taken =
  | { readonly kind: 'new'; readonly act: HeldAct }
  | { readonly kind: 'again' }
  | { readonly kind: 'merged'; readonly ageMs: number }
  | { readonly kind: 'refused' };

export interface ActInbox extends Pick<Inbox, 'mark' | 'markNamed' | 'unname' | 'unmark'> {
  /** Stores the act, or refuses it, within `writeWithinMs`. */
  take(act: NewAct): Promise<Taken>;
  /** Renews the act's lease until the work ends, so that no other process takes the act over. */
  holding(act: HeldAct, work: () => Promise<void>): Promise<void>;
  /** Discards a failed act. Call it before you report the failure, so that the next press is another act. */
  annul(act: HeldAct): Promise<void>;
  /** `counts: false`: the act had no effect, so another press is another act. */
  end(act: HeldAct, counts: boolean): Promise<void>;
  release(act: HeldAct, afterMs: number): Promise<void>;
  /** Takes over acts of dead processes in these workspaces and passes them to `resume`, which must not reject. */
  resumeIn(workspaces: () => readonly string[], resume: (act: ClaimedAct) => Promise<void>): void;
  /** Stops taking over acts; running ones continue. */
  pause(): void;
  close(): Promise<void>;
}

/** Slack waits 3 s for an acknowledgement. */
export const writeWithinMs = 2_000;
/** After this time another process takes over the acts of a killed process. */
const leaseMs = 5_000;
const lookEveryMs = 750;
const mostAtOnce = 10;
const maxRemembered = 1_000;

export function createInbox({ queue, sleep, log }: InboxOptions): ActInbox {
  const held = new Set<HeldAct>();
  /** The number of acts of dead processes that are being finished here. */
  let resuming = 0;
  const closing = new AbortController();
  let isPaused = false;
  /** Results that are not stored yet, because the database is unavailable. */
  const settled = new Map<string, 'refused' | 'ended'>();
  let isTroubled = false;
  let running = Promise.resolve();

  function remember(key: string, what: 'refused' | 'ended'): void {
    settled.set(key, what);
    for (const oldest of settled.keys()) {
      if (settled.size <= maxRemembered) break;
      settled.delete(oldest);
    }
  }

  async function refuse({ workspace, key }: NewAct): Promise<void> {
    remember(actHash(key), 'refused');
    // Retry until the row is deleted, because until then another replica may perform the act.
    while (!closing.signal.aborted) {
      try {
        return await queue.withdraw(workspace, key);
      } catch {
        await sleep(lookEveryMs, closing.signal).catch(() => {});
      }
    }
  }

  async function take(act: NewAct): Promise<Taken> {
    const late = new AbortController();
    const done = new AbortController();
    const writing = queue.write(act, leaseMs, late.signal);
    try {
      const taken = await Promise.race([
        writing,
        sleep(writeWithinMs, done.signal).then(() => {
          throw new Error('the database did not store the act in time');
        }),
      ]);
      settled.delete(actHash(act.key));
      return taken;
    } catch (error) {
      late.abort(new Error('too late'));
      log.warn(errorFields(error), 'act.refused');
      // The row may still be written, or may have been written without confirmation: withdraw it.
      void writing.then(
        ({ kind }) => (kind === 'new' ? refuse(act) : undefined),
        // A write that was aborted before its commit left no row.
        (cause: unknown) => (cause === late.signal.reason ? undefined : refuse(act)),
      );
      return { kind: 'refused' };
    } finally {
      done.abort(enough);
    }
  }

  async function end(act: HeldAct, counts: boolean): Promise<void> {
    try {
      await queue.end(act, counts);
    } catch (error) {
      remember(act.key, 'ended');
      log.warn(errorFields(error), 'act.unended');
    }
  }

  async function look(workspaces: readonly string[], resume: (act: ClaimedAct) => Promise<void>): Promise<void> {
    if (held.size > 0) await queue.renew([...held], leaseMs);
    const limit = mostAtOnce - resuming;
    if (limit < 1 || isPaused) return;
    for (const act of await queue.claim({ workspaces, limit, leaseMs })) {
      const what = settled.get(act.key);
      if (what !== undefined) await end(act, what === 'ended');
      else {
        resuming += 1;
        void resume(act).finally(() => (resuming -= 1));
      }
    }
  }

  return {
    take,
    end,
    mark: (act, tx) => queue.mark(act, tx),
    markNamed: (act) => queue.markNamed(act),
    unname: (act) => queue.unname(act),
    unmark: (act) => queue.unmark(act),
    async holding(act, work) {
      held.add(act);
      await work().finally(() => held.delete(act));
    },
    async annul(act) {
      await queue.annul(act).catch((error: unknown) => log.warn(errorFields(error), 'act.unannulled'));
    },
    async release(act, afterMs) {
      // If this fails too, the act is free again when its lease expires.
      await queue.release(act, afterMs).catch((error: unknown) => log.warn(errorFields(error), 'act.unreleased'));
    },
    resumeIn(workspaces, resume) {
      running = (async () => {
        while (!closing.signal.aborted) {
          try {
            await look(workspaces(), resume);
            isTroubled = false;
          } catch (error) {
            if (!isTroubled) log.warn(errorFields(error), 'inbox.waits');
            isTroubled = true;
          }
          await sleep(lookEveryMs, closing.signal).catch(() => {});
        }
      })();
    },
    pause() {
      isPaused = true;
    },
    async close() {
      closing.abort(new Error('stopped'));
      await running;
    },
  };
}
