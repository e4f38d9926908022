import type { Instant } from '@leadbell/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());

test('each wait of a sent message is measured from its own beginning, and is null for a message without that beginning', async () => {
  const url = await databases.createReady();
  const store = await openStore({ url, pool: 2 });
  const since = await store.now();
  const place = { workspace: 'T1', channel: 'C1', payload: { text: 'x' } };
  const visibleFrom = (since - 600_000) as Instant;
  await store.transaction((tx) =>
    store.outbox.add(tx, [
      { ...place, key: 'lead', kind: 'lead', visibleFrom },
      { ...place, key: 'unknown', kind: 'lead', visibleFrom: null },
      { ...place, key: 'notice', kind: 'notice' },
    ]),
  );
  await databases.query(
    url,
    `update outbox set state = 'sent', ts = extract(epoch from clock_timestamp())::text, sent_at = clock_timestamp(), sent_version = 1`,
  );
  // A message that was sent in the present millisecond is in a later answer.
  await expect.poll(async () => (await store.sentSince(since, 0 as Instant)).sent.length).toBe(3);
  const { sent } = await store.sentSince(since, 0 as Instant);
  expect((await store.sentSince(null, since)).sent).toHaveLength(3);
  expect((await store.sentSince(null, (since + 3_600_000) as Instant)).sent).toEqual([]);
  await store.close();
  const rounded = sent.map(({ kind, tookMs, newsMs, lateMs }) => [
    kind,
    tookMs < 60_000,
    newsMs === null ? null : newsMs >= 600_000 && newsMs < 660_000,
    lateMs,
  ]);
  expect(rounded.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
    ['lead', true, null, null],
    ['lead', true, true, null],
    ['notice', true, null, null],
  ]);
});
