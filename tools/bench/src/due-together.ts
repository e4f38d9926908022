// Measures digests that are due in the same minute, in channels of many workspaces. One real bot serves all workspaces,
// within the stand-in's limits. To compare, prints the least time that the limits allow: each workspace may post a
// burst, and then at a fixed rate. `none`: there are no limits, to measure the machine's own cost. `busy`: each
// workspace has just used up its burst. `different`: each digest has a filter of its own, so that no two are made
// together. If a checkout is given, the bot of that checkout is measured. `npx node tools/bench/src/due-together.ts
// [workspaces] [channels of each] [slack|none|busy] [alike|different] [checkout]`
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { between, serverOf, usedBy, usedByPostgres } from './processor.ts';

const workspaces = Number(process.argv[2] ?? 40);
const channels = Number(process.argv[3] ?? 50);
const mode = process.argv[4] ?? 'slack';
const areDifferent = process.argv[5] === 'different';
const checkout = process.argv[6];
const isBusy = mode === 'busy';
const pace = mode === 'none' ? 'none' : 'slack';
/** The stand-in's limits; see its `rate-limit.ts`. */
const [burst, perSecond] = [64, 4];
/** The number of channels in which a busy workspace posts other messages. */
const otherChannels = 32;
const patienceMs = 600_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

// Without a manifest, the app would get events for its own messages.
const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../../apps/slackbot/slack-manifest.json', import.meta.url), 'utf8'),
);
const dms = await startDmsSimulator({ leadsPerDay: 200 });
const databases = await startTestDatabases(false);
const url = await databases.create();
const store = await openStore({ url, pool: 2 });
const places: { readonly slack: SlackSandbox; readonly id: string }[] = [];
for (let n = 0; n < workspaces; n += 1) {
  const [first] = places;
  const slack = await startSlackSandbox({
    ...(first === undefined ? {} : { beside: first.slack }),
    manifest,
    botToken: `xoxb-bench-${n}`,
    team: { id: `T0BENCH${n}`, name: `bench ${n}`, domain: `bench-${n}` },
    limits: pace === 'slack',
    keepMessages: 10_000,
    keepTraffic: 5_000,
    channels: Array.from({ length: channels + (isBusy ? otherChannels : 0) }, (_none, c) => ({
      id: `C0W${n}C${c}`,
      name: `c-${c}`,
      members: ['U0NOURA'],
      bot: true,
    })),
  });
  places.push({ slack, id: `T0BENCH${n}` });
}
const [front] = places;
if (front === undefined) throw new RangeError('at least one workspace');
const bot = await startBot({
  stdio: process.env['BENCH_LOUD'] === undefined ? 'ignore' : 'inherit',
  ...(checkout === undefined ? {} : { entry: pathToFileURL(resolve(checkout, 'apps/slackbot/src/main.ts')) }),
  env: {
    DMS_BASE_URL: dms.url,
    DMS_AUTH: 'none',
    SLACK_API_URL: front.slack.apiUrl,
    SLACK_BOT_TOKEN: places.map(({ slack }) => slack.botToken).join(','),
    SLACK_APP_TOKEN: front.slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    DELIVERY_PACE: pace,
    POLL_SECONDS: '0',
    LOG_LEVEL: process.env['BENCH_LOUD'] ?? 'silent',
  },
});
// The digests are due at the next full minute that is at least 15 s away, so that everything is set up by then.
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
        definition: {
          schedule: clock,
          zone: 'UTC',
          language: c % 2 === 0 ? 'en' : 'ar',
          // This filter leaves out no lead.
          filters: areDifferent ? { branch: `!none of ${id} ${c}` } : {},
        },
        nextRunAt: due.getTime() as never,
      });
});
say(
  `${workspaces} workspaces x ${channels} channels, ${mode}, ${areDifferent ? 'all different, ' : ''}due at ${due.toISOString()}`,
);
await delay(due.getTime() - Date.now() - 4_000);
if (isBusy) {
  for (let n = 0; n < burst; n += 1) await Promise.all(places.map((place) => postOther(place, n)));
  for (let n = 0; Date.now() < due.getTime() - 125; n += 1) {
    await Promise.all(places.map((place) => postOther(place, n)));
    await delay(250);
  }
}
await delay(due.getTime() - Date.now());
const [backend] = await databases.query(url, 'select pg_backend_pid() as pid');
const server = serverOf(Number(backend?.['pid']));
const usedBefore = [usedBy(bot.child.pid), usedByPostgres(server)] as const;
if (isBusy) await databases.query(url, 'update workspaces set post_tokens = 0, post_at = clock_timestamp()');
const ours = new Set(places.flatMap((_, n) => Array.from({ length: channels }, (_none, c) => `C0W${n}C${c}`)));
const isRoot = ({ threadTs, channel }: { threadTs?: string | undefined; channel: string }): boolean =>
  threadTs === undefined && ours.has(channel);
const postedAt = ({ slack }: { slack: SlackSandbox }): number[] =>
  slack
    .ledger()
    .filter(isRoot)
    .map(({ ts }) => Number(ts) * 1_000 - due.getTime());
const startedAt = performance.now();
while (performance.now() - startedAt < patienceMs) {
  if (places.every(({ slack }) => slack.ledger().length >= channels && postedAt({ slack }).length >= channels)) break;
  await delay(500);
}
const used = [between(usedBefore[0], usedBy(bot.child.pid)), between(usedBefore[1], usedByPostgres(server))];
// Any later message would be a duplicate.
await delay(3_000);
const times = places.map(postedAt);
const doubles = times.filter((one) => one.length > channels).length;
const missing = places.filter(
  ({ slack }) =>
    new Set(
      slack
        .ledger()
        .filter(isRoot)
        .map(({ channel }) => channel),
    ).size < channels,
).length;
const refused = places.reduce(
  (sum, { slack }) =>
    sum +
    slack.traffic
      .entries()
      .filter(({ status, body }) => status === 429 && !JSON.stringify(body).includes('something else')).length,
  0,
);
const rows = await databases.query(
  url,
  `select count(*)::int as posts, extract(epoch from max(created_at))::float8 * 1000 as made,
    extract(epoch from min(created_at))::float8 * 1000 as begun from outbox where thread_of is null`,
);
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
const lasts = times.map((one) => Math.max(...one)).toSorted((a, b) => a - b);
const lastMs = lasts.at(-1) ?? 0;
const leastMs = pace === 'slack' ? (Math.max(0, channels - (isBusy ? 1 : burst)) / perSecond) * 1_000 : 0;
say(
  `made ${seconds(Number(rows[0]?.['begun']) - due.getTime())} to ${seconds(Number(rows[0]?.['made']) - due.getTime())} s after the minute`,
);
say(
  `first after ${seconds(Math.min(...times.flat()))} s; last of each workspace after ${seconds(lasts[0] ?? 0)} to ${seconds(lastMs)} s`,
);
say(
  `${times.flat().length} digests of ${workspaces * channels}; ${missing} workspaces with one lost, ${doubles} with one doubled; ${refused} calls refused for their rate`,
);
say(
  `least that the limits allow: ${seconds(leastMs)} s${leastMs === 0 ? '' : `; to the last over the least: ${(lastMs / leastMs).toFixed(3)}`}`,
);
const [ofBot, ofPostgres] = used.map(({ user }) => (user / workspaces / channels).toFixed(2));
say(`user CPU a digest: bot ${ofBot} ms, PostgreSQL ${ofPostgres} ms`);
await bot.stop();
await store.close();
await databases.close();
for (const { slack } of places.toReversed()) await slack.close();
await dms.close();

/** Posts a message and ignores Slack's answer, because posts beyond the limit are refused. */
async function postOther(
  { slack, id }: { readonly slack: SlackSandbox; readonly id: string },
  n: number,
): Promise<void> {
  const channel = `C0W${id.slice(7)}C${channels + (n % otherChannels)}`;
  await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'something else' }),
  });
}
