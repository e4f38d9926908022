// Measures how long transactions are open while many causes of errors come at once. A poll stores their bulks and
// evaluates alerts, for channels of each kind (`npx node tools/bench/src/transactions.ts [causes] [rounds]`). The main
// figures are for transactions that write, because only these make other transactions wait; the total of all
// transactions is printed beside them. To compare two commits, run it in both.
import { setTimeout as delay } from 'node:timers/promises';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { bulksOf, storePoll, subscribe } from './kept-poll.ts';

const causes = Number(process.argv[2] ?? 80);
const rounds = Number(process.argv[3] ?? 5);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
interface Held {
  readonly ms: number;
  readonly isWriting: boolean;
}

/** Records how long each transaction is open. */
function watched(store: Store, held: Held[]): Store {
  return {
    ...store,
    async transaction(work) {
      const begun = performance.now();
      let isWriting = false;
      try {
        return await store.transaction(async (tx) => {
          const result = await work(tx);
          const [row] = await store.raw(tx).execute('select pg_current_xact_id_if_assigned() is not null as writing');
          isWriting = (row as { readonly writing?: boolean } | undefined)?.writing === true;
          return result;
        });
      } finally {
        held.push({ ms: performance.now() - begun, isWriting });
      }
    },
  };
}

/**
 * Returns milliseconds: of the longest writing transaction, of all writing transactions together, and of all
 * transactions together.
 */
async function measured(store: Store, isFine: boolean): Promise<readonly [number, number, number]> {
  const held: Held[] = [];
  await storePoll(store, (now) => bulksOf(causes, now, isFine), watched(store, held));
  const writing = held.filter(({ isWriting }) => isWriting).map(({ ms }) => ms);
  return [Math.max(...writing), sum(writing), sum(held.map(({ ms }) => ms))];
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const databases = await startTestDatabases(false);
const results: Record<string, (readonly [number, number, number])[]> = {};
for (let round = 0; round < rounds; round += 1) {
  const store = await openStore({ url: await databases.create() });
  await store.connections.ensure('dms');
  await subscribe(store);
  for (const [name, isFine] of [
    ['appear', false],
    ['are fixed', true],
  ] as const) {
    (results[name] ??= []).push(await measured(store, isFine));
    await delay(100);
  }
  await store.close();
}
await databases.close();
for (const [name, all] of Object.entries(results)) {
  const [longest, writing, open] = [0, 1, 2].map((n) => median(all.map((one) => one[n] ?? 0)).toFixed(0));
  say(`${causes} causes ${name}: longest that writes ${longest} ms, all that write ${writing} ms, all ${open} ms`);
}
