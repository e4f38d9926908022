import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { expect, test } from 'vitest';
import { hostileTrial } from '../testing/hostile-fixtures.ts';

test(
  'for arbitrary DMS answers the watch continues, no alert is missed and no lead is lost',
  { timeout: 120_000 },
  async () => {
    const databases = await startTestDatabases();
    const url = await databases.createReady();
    const store = await openStore({ url });
    await store.connections.ensure('dms');
    const query = (text: string) => databases.query(url, text);
    // For a longer trial, which also posts to a channel, run `node tools/bench/src/hostile.ts`.
    const outcome = await hostileTrial({ bodies: 1_000, batchSize: 50, seed: 1, store, query });
    expect(outcome).toMatchObject({ stops: 0, alertsMissed: 0, leadsMissing: 0 });
    await store.close();
    await databases.close();
  },
);
