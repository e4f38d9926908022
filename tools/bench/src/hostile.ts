// Lets a DMS send arbitrary data, through the whole path to the database and the channel: 100,000 hostile bodies, with
// a good bulk of 50 errors after each batch. The real client and poll run in this process; the real bot runs beside it
// and posts to the channel. `npx node tools/bench/src/hostile.ts [bodies] [seed]`
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

/** The bot is not a library, so the measured code is imported by its path. */
const { hostileTrial } = (await import(
  new URL('../../../apps/slackbot/src/testing/hostile-fixtures.ts', import.meta.url).href
)) as { readonly hostileTrial: (trial: object) => Promise<Outcome> };

const bodies = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? 1);
/**
 * After this many bodies a new database is used, because with more weeks of hostile data it would be larger than any
 * real database.
 */
const bodiesOfRun = 5_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const slack = await startSlackSandbox({ limits: false, keepMessages: 1_000_000, keepTraffic: 10 });
const databases = await startTestDatabases();
const sum = { bodies: 0, polls: 0, stops: 0, bulks: 0, missed: 0, unposted: 0, leads: 0, missing: 0, aside: 0 };
for (let seed = firstSeed; sum.bodies < bodies; seed += 1) {
  await run(seed);
  process.stderr.write(`${JSON.stringify(sum)}\n`);
}
await databases.close();
await slack.close();
say(
  '| hostile bodies | polls | stops | errored bulks | alerts missed | not in the channel | leads | silently missing | set aside |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
say(`| ${Object.values(sum).join(' | ')} |`);

async function run(seed: number): Promise<void> {
  const before = slack.ledger().length;
  const url = await databases.create();
  const store = await openStore({ url });
  await store.connections.ensure('dms');
  await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T0SANDBOX',
      channel: 'C0SALES',
      owner: 'U0NOURA',
      kind: 'alerts',
      // Only the good bulks have so many errors.
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
  const outcome = await hostileTrial({
    bodies: Math.min(bodiesOfRun, bodies - sum.bodies),
    batchSize: 50,
    seed,
    store,
    query: (text: string) => databases.query(url, text),
  });
  const posted = (): number =>
    new Set(
      slack
        .ledger()
        .slice(before)
        .flatMap((message) => /Good bulk [a-j]+/.exec(JSON.stringify(message))?.[0] ?? []),
    ).size;
  for (let n = 0; n < 600 && posted() < outcome.alerts; n += 1) await delay(100);
  sum.bodies += outcome.bodies;
  sum.polls += outcome.polls;
  sum.stops += outcome.stops;
  sum.bulks += outcome.alerts + outcome.alertsMissed;
  sum.missed += outcome.alertsMissed;
  sum.unposted += outcome.alerts - posted();
  sum.leads += outcome.leads;
  sum.missing += outcome.leadsMissing;
  sum.aside += outcome.setAside;
  await bot.stop();
  await store.close();
}
