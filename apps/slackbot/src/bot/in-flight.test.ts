import { expect, test } from 'vitest';
import { createInFlight, stopping, superseded } from './in-flight.ts';
import type { Turn } from './in-flight.ts';

/** A turn that ends when the test ends it, or when its signal is aborted. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: Turn[] = [];
  return {
    end: () => resolve(),
    seen,
    work: async (turn: Turn) => {
      seen.push(turn);
      const aborted = new Promise<void>((done) => {
        turn.signal.addEventListener('abort', () => done(), { once: true });
      });
      await Promise.race([promise, aborted]);
    },
  };
}

const at = async () => {};
const never = () => new Promise<void>(() => {});

test('a newer request about the same message aborts the older one and waits for its end', async () => {
  const turns = createInFlight();
  const [older, newer, other] = [held(), held(), held()];
  const first = turns.run('m', older.work);
  const elsewhere = turns.run('n', other.work);
  const second = turns.run('m', newer.work);
  expect(older.seen[0]?.signal.reason).toBe(superseded);
  expect(newer.seen[0]?.signal.aborted).toBe(false);
  expect(other.seen[0]?.signal.aborted).toBe(false);
  await newer.seen[0]?.before;
  await first;
  newer.end();
  other.end();
  await Promise.all([second, elsewhere]);
  expect(turns.size).toBe(0);
});

test('requests without a key never supersede each other', async () => {
  const turns = createInFlight();
  const [one, two] = [held(), held()];
  const both = [turns.run(null, one.work), turns.run(null, two.work)];
  expect(one.seen[0]?.signal.aborted).toBe(false);
  one.end();
  two.end();
  await Promise.all(both);
});

test('a stop waits for running work, and aborts work that does not end in time', async () => {
  const turns = createInFlight();
  const quick = held();
  const done = turns.run(null, quick.work);
  const drained = turns.drain(never, never);
  quick.end();
  await drained;
  await done;
  expect(quick.seen[0]?.signal.aborted).toBe(false);

  const slow = held();
  const cut = turns.run(null, slow.work);
  await turns.drain(at, never);
  await cut;
  expect(slow.seen[0]?.signal.reason).toBe(stopping);
});
