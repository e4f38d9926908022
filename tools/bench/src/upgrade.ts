// Measures the first start after an upgrade with a large outbox: today's code migrates a database
// of the latest released schema, filled with messages. `npx node tools/bench/src/upgrade.ts
// [messages]`. One message in 20 is an alert's card; one in five still has its content, 1.5 kB.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

const messages = Number(process.argv[2] ?? 1_000_000);
const released = new URL('../../../libs/store/src/schema/__fixtures__/07-4c824ca.sql.gz', import.meta.url);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

const databases = await startTestDatabases(false);
const url = await databases.create();
await databases.query(url, gunzipSync(readFileSync(released)).toString());
await databases.query(
  url,
  `insert into outbox (workspace_id, channel_id, key, kind, state, payload, ts, conversation_id, sent_at, attempt_at, version, sent_version)
   select 'T1', 'C1', case when n % 20 = 0 then 'alert ' || 1000 + n || ' 3' else 'lead ' || 1000 + n || ' 2' end,
     case when n % 20 = 0 then 'alert' else 'lead' end, 'sent',
     case when n % 5 = 0 then jsonb_build_object('text', (select string_agg(md5((n * 50 + m)::text), ' ') from generate_series(1, 45) m)) end,
     (1772442000 + n)::text || '.000100', 'C1', now() - interval '20 days', now() - interval '20 days', 1, 1
   from generate_series(1, ${messages}) n`,
);
await databases.query(url, 'vacuum analyze outbox');
await databases.query(url, 'checkpoint');
const [size] = await databases.query(url, "select pg_total_relation_size('outbox') / 1e6 as mb");

const startedAt = Date.now();
await (await openStore({ url })).close();
const tookMs = Date.now() - startedAt;

const applied = await databases.query(
  url,
  `select name, extract(epoch from "timestamp"::timestamptz) * 1000 as at from kysely_migration
   where "timestamp"::timestamptz >= to_timestamp(${startedAt} / 1000.0) order by name`,
);
say(`${messages} messages, ${Math.round(Number(size?.['mb']))} MB: ${seconds(tookMs)} s`);
let before = startedAt;
for (const { name, at } of applied) {
  const ms = Number(at) - before;
  if (ms >= 100) say(`  ${String(name)}: ${seconds(ms)} s`);
  before = Number(at);
}
await databases.close();
