/** Measures a poll that changes one bulk while many alerts are open. Effects: uses a database. */
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { bulksOf, storePoll, subscribe } from './kept-poll.ts';

const rounds = 15;

export async function measureEvaluation(openAlerts: number): Promise<Readonly<Record<string, string | number>>> {
  const databases = await startTestDatabases(false);
  const store = await openStore({ url: await databases.createReady() });
  try {
    await store.connections.ensure('dms');
    await subscribe(store);
    await storePoll(store, (now) => bulksOf(openAlerts, now, false));
    await store.raw().execute('analyze');
    const times: number[] = [];
    const cpu: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const [from, before] = [performance.now(), process.cpuUsage()];
      // One poll fixes the first cause, and the next poll brings it back.
      await storePoll(store, (now) => bulksOf(1, now, n % 2 === 0));
      times.push(performance.now() - from);
      cpu.push(process.cpuUsage(before).user / 1_000);
    }
    const { count } = await store.alerts.open('dms', 'U1', 1);
    return { open: count, 'ms a poll': median(times).toFixed(1), 'CPU ms a poll': median(cpu).toFixed(1) };
  } finally {
    await store.close();
    await databases.close();
  }
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}
