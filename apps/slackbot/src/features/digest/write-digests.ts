/**
 * Writes digests into the outbox. Digests that are made within a moment of each other, or while a
 * transaction is running, are written together; otherwise a thousand digests at one minute would
 * need a thousand commits. Effects: uses the database and a timer through its options. Errors:
 * those of the database; an error about one digest does not affect the others.
 */
import type { OwedDigest } from '@leadbell/domain';
import type { Covered, Store, Subscription, Transaction } from '@leadbell/store';
import type { OpenRequest } from './requests.ts';

export interface Addressee {
  readonly subscription: Subscription;
  /** The owed hours that the digest covers; null for a requested digest. */
  readonly owed: OwedDigest | null;
  readonly request: OpenRequest | null;
  /** The key of its message in the outbox. */
  readonly key: string;
}

export interface MadeDigest {
  readonly payload: object;
  /** The payloads of the replies in its thread. */
  readonly rest: readonly object[];
  readonly to: readonly Addressee[];
}

export interface DigestWriter {
  /** Resolves when the digest is written. */
  write(made: MadeDigest): Promise<void>;
  /** Writes the waiting digests immediately. Call it after the last digest. */
  flush(): void;
}

/** Digests made within this time are written together. It is short: a slow DMS may need minutes for the next digest. */
const gatherMs = 200;

interface Waiting {
  readonly made: MadeDigest;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface WriterOptions {
  readonly store: Store;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function createDigestWriter({ store, sleep }: WriterOptions): DigestWriter {
  const flushed = new AbortController();
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (waiting.length > 0) {
      const all = waiting;
      waiting = [];
      await writeAll(all);
    }
    isRunning = false;
  }

  async function writeAll(all: readonly Waiting[]): Promise<void> {
    try {
      await putAll(
        store,
        all.map(({ made }) => made),
      );
      for (const { resolve } of all) resolve();
    } catch (error) {
      const [one, ...others] = all;
      if (others.length === 0) one?.reject(error);
      // Perhaps only one digest caused the error, so write each alone.
      else for (const each of all) await writeAll([each]);
    }
  }

  return {
    write(made) {
      return new Promise((resolve, reject) => {
        waiting.push({ made, resolve, reject });
        // `run` is called also when a flush ends the wait early.
        if (waiting.length === 1) void sleep(gatherMs, flushed.signal).then(run, run);
      });
    },
    flush: () => flushed.abort('no more digests'),
  };
}

/** Thrown when another process made the digest meanwhile, or a person changed the subscription. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
  readonly paid: ReadonlySet<number>;

  constructor(paid: ReadonlySet<number>) {
    super('some were overtaken');
    this.paid = paid;
  }
}

interface Addressed extends Omit<MadeDigest, 'to'>, Addressee {}

async function putAll(store: Store, made: readonly MadeDigest[]): Promise<void> {
  let open: readonly Addressed[] = made.flatMap(({ to, ...payloads }) => to.map((one) => ({ ...one, ...payloads })));
  while (open.length > 0) {
    const digests = open;
    const paid = await store
      .transaction((tx) => put(tx, store, digests))
      .catch((error: unknown) => {
        if (error instanceof Overtaken) return error.paid;
        throw error;
      });
    if (paid === 'all') return;
    open = open.filter(({ subscription, owed }) => owed === null || paid.has(subscription.id));
  }
}

/** Adds messages before it changes subscriptions, because all transactions lock channels before subscriptions. */
async function put(tx: Transaction, store: Store, all: readonly Addressed[]): Promise<'all'> {
  const roots = await store.outbox.addThreads(
    tx,
    all.map(({ subscription: { id, workspace, channel }, key, payload, rest }) => ({
      workspace,
      channel,
      kind: 'digest',
      subscription: id,
      key,
      payload,
      replies: rest.map((its, n) => ({ key: `${key} rest ${n}`, payload: its })),
    })),
  );
  const debts = all.flatMap((to, index) => coveredBy(to, roots[index] ?? null));
  const paid = await store.subscriptions.cover(tx, debts);
  if (paid.size < debts.length) throw new Overtaken(paid);
  await store.digestRequests.done(
    tx,
    all.flatMap(({ request }) => (request === null ? [] : [request])),
  );
  return 'all';
}

/** `message`: the id of the message; null if there is nothing to send. */
export function coveredBy(
  { subscription, owed }: Pick<Addressee, 'subscription' | 'owed'>,
  message: number | null,
): Covered[] {
  if (owed === null) return [];
  const { last, after } = owed;
  const { coveredTo, nextAt: nextRunAt, pauses } = after;
  return [{ id: subscription.id, was: subscription, scheduledFor: last.at, message, coveredTo, nextRunAt, pauses }];
}
