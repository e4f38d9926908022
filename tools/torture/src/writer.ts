/**
 * Writes messages, threads and new states into the outbox in transactions, and records which of
 * them were committed. A transaction that fails, or whose result is unknown, is repeated.
 */
import type { Expected } from './verdicts/outbox.ts';
import type { NewMessage, Store } from '@leadbell/store';
import type { Dice } from './rig/random.ts';

export interface Writer {
  /** The committed messages by key, in the order of their commits. */
  readonly expected: ReadonlyMap<string, Expected>;
  /** Writes a few messages, sometimes with a thread, or with a new state of an earlier message. */
  write(store: Store): Promise<void>;
}

export function createWriter(workspace: string, channels: readonly string[], dice: Dice): Writer {
  const expected = new Map<string, Expected>();
  let count = 0;

  function compose(): { message: NewMessage; threadOf: string | null }[] {
    return Array.from({ length: 1 + dice.below(3) }, () => {
      count += 1;
      const channel = dice.pick(channels);
      const key = `m${count}`;
      const roots = [...expected.values()].filter((one) => one.channel === channel && one.threadOf === null);
      const root = dice.below(4) === 0 && roots.length > 0 ? dice.pick(roots) : null;
      const message = { workspace, channel, key, kind: 'torture', payload: { text: `${key} first` } };
      return root === null
        ? { message, threadOf: null }
        : { message: { ...message, threadOf: root.id }, threadOf: root.key };
    });
  }

  async function add(store: Store): Promise<void> {
    const composed = compose();
    const messages = composed.map(({ message }) => message);
    // The same keys can be added again without harm, so try until it is known that they are stored.
    const ids = await untilDone(() => store.transaction((tx) => store.outbox.add(tx, messages)));
    for (const [n, { message, threadOf }] of composed.entries()) {
      const { key, channel } = message;
      expected.set(key, { id: ids[n] ?? 0, key, channel, threadOf, text: `${key} first` });
    }
  }

  async function renew(store: Store): Promise<void> {
    const one = dice.pick([...expected.values()].slice(-20));
    const text = `${one.key} state ${dice.below(1_000_000)}`;
    await untilDone(() => store.transaction((tx) => store.outbox.update(tx, workspace, one.key, { text })));
    one.text = text;
  }

  return {
    expected,
    write: (store) => (expected.size > 3 && dice.below(3) === 0 ? renew(store) : add(store)),
  };
}

/** The database may be down on purpose, so try again. */
async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt > 600) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    }
  }
}
