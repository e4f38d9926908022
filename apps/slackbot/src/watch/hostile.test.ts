import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { runs } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { hostileTrial } from '../testing/hostile-fixtures.ts';

test('whatever the DMS answers, the watch continues, no alert is missed and no lead is lost', async () => {
  const databases = await startTestDatabases();
  const url = await databases.createReady();
  const store = await openStore({ url });
  await store.connections.ensure('dms');
  const query = (text: string) => databases.query(url, text);
  // For a longer trial, which also posts to a channel, run `npx node tools/bench/src/hostile.ts`.
  const outcome = await hostileTrial({ bodies: runs(8_000), batchSize: 50, seed: 1, store, query });
  expect(outcome).toMatchObject({ stops: 0, alertsMissed: 0, leadsMissing: 0 });
  await store.close();
  await databases.close();
});
