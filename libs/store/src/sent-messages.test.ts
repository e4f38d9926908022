import type { Instant } from '@leadbell/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());

test('for each sent message, the store tells how long sending took and, if known, how old its news was', async () => {
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
  // `sentSince` leaves out messages of the current millisecond; a later call returns them.
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

test('if there are more messages than one call returns, the next calls return the others, each once', async () => {
  const url = await databases.createReady();
  const store = await openStore({ url, pool: 2 });
  const since = await store.now();
  await databases.query(
    url,
    `insert into workspaces (id) values ('T1');
     insert into channels (workspace_id, id) values ('T1', 'C1');
     insert into outbox (workspace_id, channel_id, key, kind, lives, state, payload, ts, sent_at, sent_version)
     select 'T1', 'C1', n::text, 'notice', false, 'sent', '{"text":"x"}', extract(epoch from clock_timestamp())::text,
       clock_timestamp() - interval '1 minute' + n * interval '300 microseconds', 1
     from generate_series(1, 4100) n`,
  );
  const counts: number[] = [];
  let from = (since - 3_600_000) as Instant;
  for (let calls = 0; calls < 4; calls += 1) {
    const { sent, upTo } = await store.sentSince(from, 0 as Instant);
    counts.push(sent.length);
    from = upTo;
  }
  await store.close();
  expect([counts.reduce((sum, count) => sum + count, 0), counts.at(-1)]).toEqual([4_100, 0]);
});
