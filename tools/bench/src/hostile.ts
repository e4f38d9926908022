// A DMS that sends anything, through the whole way to the database and the channel: 100,000 hostile bodies, a good bulk of 50 errors after each batch.
// The real poll and the real client in this process, the real bot beside it for the channel. `node tools/bench/src/hostile.ts [bodies] [seed]`
import { setTimeout as delay } from 'node:timers/promises';
import { startBot } from '@leadbell/launcher';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

interface Outcome {
  readonly bodies: number;
  readonly polls: number;
  readonly stops: number;
  readonly alerts: number;
  readonly alertsMissed: number;
  readonly leads: number;
  readonly leadsMissing: number;
  readonly setAside: number;
}

/** The bot is no library: what is measured is taken from its folder. */
const { hostileTrial } = (await import(
  new URL('../../../apps/slackbot/src/watch/hostile-fixtures.ts', import.meta.url).href
)) as { readonly hostileTrial: (trial: object) => Promise<Outcome> };

const bodies = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const slack = await startSlackSandbox({ limits: false, keepMessages: 1_000_000, keepTraffic: 10 });
const databases = await startTestDatabases();
const url = await databases.create();
const store = await openStore({ url });
await store.connections.ensure('dms');
await store.transaction((tx) =>
  store.subscriptions.add(tx, {
    workspace: 'T0SANDBOX',
    channel: 'C0SALES',
    owner: 'U0NOURA',
    kind: 'alerts',
    // The good bulks alone have as many errors.
    definition: {
      zone: 'Asia/Riyadh',
      language: 'en',
      atLeast: 50,
      without: ['new-error', 'counts-differ', 'bulk-cancelled'],
    },
    nextRunAt: null,
  }),
);
const bot = await startBot({
  stdio: 'ignore',
  env: {
    DMS_BASE_URL: 'http://127.0.0.1:9',
    DMS_AUTH: 'none',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    DELIVERY_PACE: 'none',
    POLL_SECONDS: '0',
    LOG_LEVEL: 'silent',
  },
});
const startedAt = Date.now();
const outcome = await hostileTrial({
  bodies,
  batchSize: 50,
  seed,
  store,
  query: (text: string) => databases.query(url, text),
  progress: (done: number) => {
    if (done % 5_000 < 52)
      process.stderr.write(`${done} bodies after ${Math.round((Date.now() - startedAt) / 1_000)} s\n`);
  },
});
const posted = (): number =>
  new Set(slack.ledger().flatMap(({ text }) => /Good bulk [a-j]+/.exec(text ?? '')?.[0] ?? [])).size;
for (let n = 0; n < 600 && posted() < outcome.alerts; n += 1) await delay(100);
say(
  '| hostile bodies | polls | stops | errored bulks | alerts missed | not in the channel | leads | silently missing | set aside |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
const { polls, stops, alerts, alertsMissed, leads, leadsMissing, setAside } = outcome;
say(
  `| ${[outcome.bodies, polls, stops, alerts + alertsMissed, alertsMissed, alerts - posted(), leads, leadsMissing, setAside].join(' | ')} |`,
);
await bot.stop();
await store.close();
await databases.close();
await slack.close();
