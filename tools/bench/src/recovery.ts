// Kills the real bot (`kill -9`) in the middle of a stream of messages and starts it again at once. Measures how long
// it takes until messages that were not in flight continue, and until messages in flight are settled. Also counts
// messages that Slack shows twice or not at all. `late`: for each call that was pending at the kill, Slack posts the
// message only 3 s later. The bot has its default settings, a database that waits for its disk, and the Slack stand-in
// without limits. Each lot of 10 kills has its own database and stand-in. Results are appended to a file, so that the
// same command continues after an interruption. `npx node tools/bench/src/recovery.ts [folder] [kills of each kind]
// [one,three,one-late,three-late]`.
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { type BotProcess, builtBot, startBot } from '@leadbell/launcher';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore, type Store } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

interface Lot {
  readonly kind: string;
  readonly kills: number;
  readonly messages: number;
  readonly inFlight: number;
  readonly doubled: number;
  readonly lost: number;
  /** Times from each kill: until the next message came, until those in flight were settled, until the bot ran again. */
  readonly nextMs: readonly number[];
  readonly settledMs: readonly number[];
  readonly startMs: readonly number[];
}

const kinds = { one: [1, false], three: [3, false], 'one-late': [1, true], 'three-late': [3, true] } as const;
type Kind = keyof typeof kinds;

const folder = process.argv[2] ?? join(tmpdir(), 'leadbell-recovery');
const wantedKills = Number(process.argv[3] ?? 80);
const wanted = (process.argv[4] ?? Object.keys(kinds).join(',')).split(',') as Kind[];
const file = join(folder, 'recovery.jsonl');
const killsALot = Math.min(10, wantedKills);
const messagesAKill = 40;
const lateMs = 3_000;
const workspace = 'T0SANDBOX';
const channels = Array.from({ length: 200 }, (_, n) => `C0BENCH${n}`);
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Branch not found × 28, Invalid phone × 4' } }];
// Keeps compiled code and builds the bot, as `npm start` does.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../../node_modules/.cache/leadbell', import.meta.url));
const bot = await builtBot();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface World {
  readonly slack: SlackSandbox;
  readonly store: Store;
  readonly start: () => Promise<BotProcess>;
  readonly inFlight: () => Promise<readonly number[]>;
}

async function playLot(kind: Kind): Promise<Lot> {
  const databases = await startTestDatabases(false);
  const url = await databases.create();
  const store = await openStore({ url, pool: 4 });
  const dms = await startDmsSimulator({ leadsPerDay: 200 });
  const slack = await startSlackSandbox({
    limits: false,
    keepMessages: 100_000,
    keepTraffic: 10,
    channels: channels.map((id, n) => ({ id, name: `bench-${n}`, members: ['U0NOURA'], bot: true })),
  });
  const env = {
    DMS_BASE_URL: dms.url,
    DMS_AUTH: 'none',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    DELIVERY_PACE: 'none',
    LOG_LEVEL: process.env['BENCH_LOUD'] ?? 'silent',
  };
  const stdio = process.env['BENCH_LOUD'] === undefined ? 'ignore' : 'inherit';
  const world: World = {
    slack,
    store,
    start: () => startBot({ stdio, env, entry: bot }),
    inFlight: async () => {
      const rows = await databases.query(url, "select id from outbox where state = 'sending'");
      return rows.map(({ id }) => Number(id));
    },
  };
  try {
    return await kill(kind, world);
  } finally {
    await store.close();
    await databases.close();
    await slack.close();
    await dms.close();
  }
}

async function kill(kind: Kind, { slack, store, start, inFlight }: World): Promise<Lot> {
  const [replicas, isLate] = kinds[kind];
  const bots = await Promise.all(Array.from({ length: replicas }, start));
  const found = { next: [] as number[], settled: [] as number[], start: [] as number[] };
  let flying = 0;
  let added = 0;
  const add = (many: number) =>
    store.transaction((tx) =>
      store.outbox.add(
        tx,
        Array.from({ length: many }, () => {
          added += 1;
          const channel = channels[added % channels.length] ?? '';
          return { workspace, channel, key: `b${added}`, kind: 'bench', payload: { text: `b${added}`, blocks } };
        }),
      ),
    );
  const posted = (many: number) => slack.control.waitFor(() => slack.ledger().length >= many, 60_000);
  for (let nth = 0; nth < killsALot; nth += 1) {
    const victim = bots[nth % replicas];
    if (victim === undefined) break;
    const before = slack.ledger().length;
    // Calls are slowed down, so that some are pending at the kill.
    const delayMs = isLate ? lateMs : 30;
    slack.faults.add({ kind: 'delay', method: 'chat.postMessage', delayMs, skip: 8, times: messagesAKill });
    await add(messagesAKill);
    await posted(before + 8);
    await delay(20);
    const ended = once(victim.child, 'exit');
    victim.child.kill('SIGKILL');
    await ended;
    const killedAt = performance.now();
    slack.faults.clear();
    const ids = await inFlight();
    const seen = slack.ledger().length;
    // Adds messages that were not in flight at the kill.
    await add(messagesAKill);
    const next = posted(seen + 1).then(() => found.next.push(performance.now() - killedAt));
    const starting = start().then((bot) => (found.start.push(performance.now() - killedAt), bot));
    while ((await store.outbox.find(ids)).some(({ state }) => state !== 'sent')) await delay(20);
    found.settled.push(performance.now() - killedAt);
    await next;
    bots[nth % replicas] = await starting;
    flying += ids.length;
    while (await isBusy(store)) await delay(50);
  }
  // Waits for messages that Slack posts late.
  await delay(isLate ? lateMs + 1_000 : 500);
  await Promise.all(bots.map((bot) => bot.stop()));
  const texts = slack.ledger().map(({ text }) => text);
  const { next: nextMs, settled: settledMs, start: startMs } = found;
  return {
    kind,
    kills: killsALot,
    messages: added,
    inFlight: flying,
    doubled: texts.length - new Set(texts).size,
    lost: added - new Set(texts).size,
    nextMs,
    settledMs,
    startMs,
  };
}

async function isBusy(store: Store): Promise<boolean> {
  const { pending, sending } = await store.outbox.counts(0 as never);
  return pending + sending > 0;
}

function readLots(): Lot[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      // Leaves out a line that was cut by an interruption.
      try {
        return [JSON.parse(line) as Lot];
      } catch {
        return [];
      }
    });
}

function rowOf(kind: string, lots: readonly Lot[]): string {
  const sum = (of: (lot: Lot) => number) => lots.reduce((all, lot) => all + of(lot), 0);
  const times = (of: (lot: Lot) => readonly number[]) => {
    const sorted = lots.flatMap(of).toSorted((a, b) => a - b);
    const at = (q: number) => (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) / 1_000;
    return `${at(0.5).toFixed(2)} / ${at(0.95).toFixed(2)}`;
  };
  const cells = [
    kind,
    sum(({ kills }) => kills),
    sum(({ messages }) => messages),
    sum(({ inFlight }) => inFlight),
    times(({ startMs }) => startMs),
    times(({ nextMs }) => nextMs),
    times(({ settledMs }) => settledMs),
    sum(({ doubled }) => doubled),
    sum(({ lost }) => lost),
  ];
  return `| ${cells.join(' | ')} |`;
}

mkdirSync(folder, { recursive: true });
const lots = readLots();
// The kinds take turns with one lot each, so that an interrupted run has results of every kind.
for (let done = 0; done < wantedKills; done += killsALot)
  for (const kind of wanted) {
    const had = lots.filter((lot) => lot.kind === kind).reduce((all, { kills }) => all + kills, 0);
    if (had > done) continue;
    const lot = await playLot(kind);
    lots.push(lot);
    appendFileSync(file, `${JSON.stringify(lot)}\n`);
    say(rowOf(kind, [lot]));
  }
say('\nseconds, p50 / p95');
say('| processes | kills | messages | in flight | started again | next message | settled | doubled | lost |');
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const kind of wanted)
  say(
    rowOf(
      kind,
      lots.filter((lot) => lot.kind === kind),
    ),
  );
