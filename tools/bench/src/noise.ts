// How much a channel hears when a DMS is noisy, through the real bot as a process and the Slack stand-in: one bulk that is wrong and right in turn for a
// minute, and many causes at once. `node tools/bench/src/noise.ts [seconds of flapping] [causes]`
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { exampleBody } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

const seconds = Number(process.argv[2] ?? 60);
const causes = Number(process.argv[3] ?? 80);
const workspace = 'T0SANDBOX';
const channel = 'C0SALES';
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const template = JSON.parse(exampleBody) as { readonly leads: readonly object[] };

interface Odd {
  readonly at: number;
  readonly n: number;
  /** Null: it is right. */
  error: string | null;
}

function bodyOf({ at, n, error }: Odd): object {
  const [lead] = template.leads;
  const isError = error === null ? 0 : 1;
  const errors = error === null ? [] : [{ code: error, message: `Cause ${error}` }];
  return {
    ...template,
    createdDate: new Date(at).toISOString(),
    isProcessed: 4,
    totalRecords: 1,
    errorRecords: isError,
    leads: [{ ...lead, leadExternalId: n, leadId: isError === 1 ? 0 : n, isError, errorList: errors }],
  };
}

/** The words of a cause differ in letters: what differs in digits only is one cause. */
function wordOf(n: number): string {
  return `E_${String.fromCodePoint(65 + (n % 26), 65 + (Math.floor(n / 26) % 26))}`;
}

interface Heard {
  readonly messages: number;
  readonly pings: number;
  readonly replies: number;
  readonly edits: number;
  readonly texts: string;
}

/** A bot, a DMS and a channel of their own; what the channel has when `play` is done and all is quiet. */
async function heard(play: (bulks: Odd[]) => Promise<void>): Promise<Heard> {
  const bulks: Odd[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://dms').searchParams;
    const from = Date.parse(query.get('fromDate') ?? '') || 0;
    const to = Date.parse(query.get('toDate') ?? '') || Date.now();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(bulks.filter(({ at }) => at >= from && at <= to).map(bodyOf)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const slack = await startSlackSandbox({ limits: false, keepMessages: 10_000, keepTraffic: 10 });
  const databases = await startTestDatabases(false);
  const url = await databases.create();
  const store = await openStore({ url });
  await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace,
      channel,
      owner: 'U0NOURA',
      kind: 'alerts',
      definition: { zone: 'Asia/Riyadh', language: 'en', without: ['no-leads', 'counts-differ'] },
      nextRunAt: null,
    }),
  );
  const bot = await startBot({
    stdio: 'ignore',
    env: {
      DMS_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      DMS_AUTH: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: url,
      LEADBELL_KEY: newKeyText(),
      DELIVERY_PACE: 'none',
      POLL_SECONDS: '1',
      LOG_LEVEL: process.env['BENCH_LOG'] ?? 'silent',
    },
  });
  await delay(2_000);
  await play(bulks);
  // A group wait, and all that is still to be sent.
  await delay(12_000);
  const found = slack.ledger().filter((message) => message.channel === channel && message.ephemeralTo === undefined);
  const [counted] = await databases.query(
    url,
    `select coalesce(sum(version - 1), 0)::int as edits from outbox where channel_id = '${channel}'`,
  );
  const roots = found.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const broadcasts = found.filter(({ subtype }) => subtype === 'thread_broadcast');
  await bot.stop();
  await store.close();
  await databases.close();
  await slack.close();
  server.close();
  return {
    messages: roots.length,
    pings: roots.length + broadcasts.length,
    replies: found.length - roots.length - broadcasts.length,
    edits: Number(counted?.['edits']),
    texts: JSON.stringify(found),
  };
}

function report(what: string, { messages, pings, replies, edits }: Heard): void {
  say(
    `${what}: ${messages} messages, ${pings} pings, ${replies} replies in threads, ${edits} states to be shown by edits`,
  );
}

const flapping = await heard(async (bulks) => {
  const bulk: Odd = { at: Date.now(), n: 1, error: wordOf(0) };
  bulks.push(bulk);
  // Long enough for it to be told.
  await delay(8_000);
  for (let n = 0; n < seconds; n += 1) {
    await delay(1_000);
    bulk.error = bulk.error === null ? wordOf(0) : null;
  }
});
report(`one bulk that flaps for ${seconds} s`, flapping);

const burst = await heard((bulks) => {
  const at = Date.now() - 60_000;
  for (let n = 0; n < causes; n += 1) bulks.push({ at: at + n, n: n + 1, error: wordOf(n) });
  return Promise.resolve();
});
report(`${causes} causes at once`, burst);
const missing = Array.from({ length: causes }, (_, n) => `Cause ${wordOf(n)}`).filter(
  (name) => !burst.texts.includes(name),
);
say(`causes that are in no message or reply: ${missing.length}`);
