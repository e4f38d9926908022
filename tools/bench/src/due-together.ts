// Digests that are due at the same minute: channels of several workspaces, a real bot for each workspace, all on one database, Slack's limits on.
// Beside the time to the last one: the least that the limits allow (a burst, then so many a second in each workspace).
// `node tools/bench/src/due-together.ts [workspaces] [channels]`
import { setTimeout as delay } from 'node:timers/promises';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

const workspaces = Number(process.argv[2] ?? 8);
const channels = Number(process.argv[3] ?? 250);
/** Ours, below what Slack is said to take. */
const [burst, perSecond] = [60, 4];
const patienceMs = 600_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const dms = await startDmsSimulator({ leadsPerDay: 200 });
const databases = await startTestDatabases(false);
const url = await databases.create();
// All bots together stay below the server's hundred connections.
const store = await openStore({ url, pool: 2 });
const places = await Promise.all(
  Array.from({ length: workspaces }, async (_, n) => {
    const slack = await startSlackSandbox({
      team: { id: `T0BENCH${n}`, name: `bench ${n}`, domain: `bench-${n}` },
      keepMessages: 10_000,
      keepTraffic: 5_000,
      channels: Array.from({ length: channels }, (_none, c) => ({
        id: `C0W${n}C${c}`,
        name: `c-${c}`,
        members: ['U0NOURA'],
        bot: true,
      })),
    });
    return { slack, id: `T0BENCH${n}` };
  }),
);
const bots = [];
for (const { slack } of places) {
  bots.push(
    await startBot({
      stdio: 'ignore',
      env: {
        DMS_BASE_URL: dms.url,
        DMS_AUTH: 'none',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        DATABASE_URL: url,
        DATABASE_POOL: '2',
        POLL_SECONDS: '0',
        LOG_LEVEL: 'silent',
      },
    }),
  );
}
// Not in what is left of this minute.
const due = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000);
const clock = due.toISOString().slice(11, 16);
await store.transaction(async (tx) => {
  for (const { id } of places)
    for (let c = 0; c < channels; c += 1)
      await store.subscriptions.add(tx, {
        workspace: id,
        channel: `C0W${id.slice(7)}C${c}`,
        owner: 'U0NOURA',
        kind: 'digest',
        definition: { schedule: clock, zone: 'UTC', language: c % 2 === 0 ? 'en' : 'ar', filters: {} },
        nextRunAt: due.getTime() as never,
      });
});
say(`${workspaces} workspaces x ${channels} channels, due at ${due.toISOString()}`);
await delay(due.getTime() - Date.now());
const startedAt = performance.now();
const isRoot = ({ threadTs }: { threadTs?: string | undefined }): boolean => threadTs === undefined;
const roots = () => places.map(({ slack }) => slack.ledger().filter(isRoot).length);
let firstMs: number | null = null;
const lastMs = places.map(() => 0);
while (performance.now() - startedAt < patienceMs) {
  const counts = roots();
  const now = performance.now() - startedAt;
  if (firstMs === null && counts.some((count) => count > 0)) firstMs = now;
  for (const [n, count] of counts.entries()) if (count >= channels && lastMs[n] === 0) lastMs[n] = now;
  if (lastMs.every((ms) => ms > 0)) break;
  await delay(50);
}
// Whatever more comes would be a double.
await delay(3_000);
const total = roots();
const inChannel = places.map(
  ({ slack }) =>
    new Set(
      slack
        .ledger()
        .filter(isRoot)
        .map(({ channel }) => channel),
    ).size,
);
const refused = places.reduce(
  (sum, { slack }) => sum + slack.traffic.entries().filter(({ status }) => status === 429).length,
  0,
);
const rows = await databases.query(
  url,
  `select count(*)::int as posts, extract(epoch from max(created_at))::float8 * 1000 as made from outbox`,
);
say(`the last was made ${((Number(rows[0]?.['made']) - due.getTime()) / 1_000).toFixed(1)} s after the minute`);
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
const leastMs = (Math.max(0, channels - burst) / perSecond) * 1_000;
say(`first after ${seconds(firstMs ?? 0)} s, last of each workspace after ${lastMs.map(seconds).join(', ')} s`);
say(
  `digests ${total.join(', ')} in ${inChannel.join(', ')} channels; ${refused} calls refused for their rate; ${Number(rows[0]?.['posts'])} posts with what goes into threads`,
);
say(
  `least for ${channels} posts a workspace: ${seconds(leastMs)} s; to the last over the least: ${(Math.max(...lastMs) / leastMs).toFixed(2)}, from the first on ${((Math.max(...lastMs) - (firstMs ?? 0)) / leastMs).toFixed(2)}`,
);
await Promise.all(bots.map((bot) => bot.stop()));
await store.close();
await databases.close();
await Promise.all(places.map(({ slack }) => slack.close()));
await dms.close();
