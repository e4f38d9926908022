/**
 * Tests the rows of `slack-answers.md` about the socket, in real time. Each row has its own stand-in, and all rows run
 * in parallel.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { caseRows } from '@leadbell/testing';
import { describe, expect, test as one } from 'vitest';
import { createLog } from '../log.ts';
import { slackLog, clientOptions } from '@leadbell/slack-kit';
import { manifest } from '../testing/bot-context-fixtures.ts';
import { createSocketReceiver } from './socket-receiver.ts';

interface Connected extends AsyncDisposable {
  readonly slack: SlackSandbox;
  readonly lines: { readonly event: string; readonly says?: string }[];
  readonly heard: string[];
  /** The times of the calls to `apps.connections.open` from `since` on; `opens` counts these calls. */
  openings(since: number): number[];
  opens(since: number): number;
  /** Resolves when a command is answered again. */
  isBack(): Promise<void>;
}

async function connect(): Promise<Connected> {
  const slack = await startSlackSandbox({ manifest, limits: false });
  const lines: Connected['lines'] = [];
  const log = createLog({
    level: 'debug',
    secrets: [slack.appToken],
    destination: { write: (line) => void lines.push(JSON.parse(line) as Connected['lines'][number]) },
  });
  const receiver = createSocketReceiver({
    appToken: slack.appToken,
    tokens: { present: (token) => token, lookAgain() {} },
    clientOptions: clientOptions({ apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch }, slackLog(log)),
    logger: slackLog(log),
    log,
    elapsed: () => performance.now(),
    sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
  });
  const app = new App({ receiver, logger: slackLog(log), authorize: () => Promise.resolve({}), convoStore: false });
  const heard: string[] = [];
  app.command('/leads', async ({ ack, command }) => {
    await ack();
    heard.push(command.text);
  });
  await app.start();
  const openings = (since: number) =>
    slack.traffic.entries().flatMap(({ name, at }) => (name === 'apps.connections.open' && at >= since ? [at] : []));
  return {
    slack,
    lines,
    heard,
    openings,
    opens: (since) => openings(since).length,
    async isBack() {
      while ((await slack.control.say('noura', 'sales', '/leads today')) !== null) await delay(100);
    },
    async [Symbol.asyncDispose]() {
      await app.stop();
      await slack.close();
    },
  };
}

/** The seconds that really passed: on a busy machine a wait takes longer, so more attempts are allowed. */
const secondsSince = (began: number) => (Date.now() - began) / 1_000;

const revoke = (slack: SlackSandbox) =>
  slack.faults.add({ kind: 'error:invalid_auth', method: 'apps.connections.open', times: 10_000 });

/** The tests, by the text with which their row begins. */
const plays: Readonly<Record<string, () => Promise<void>>> = {
  async '`disconnect` with `refresh_requested`'() {
    await using bot = await connect();
    const before = bot.opens(0);
    const said: Promise<string | null>[] = [];
    for (let n = 0; n < 40; n += 1) {
      if (n === 10) bot.slack.sockets.disconnect();
      said.push(bot.slack.control.say('noura', 'sales', `/leads today ${n}`));
      await delay(5);
    }
    expect((await Promise.all(said)).filter((error) => error !== null)).toEqual([]);
    expect(bot.heard).toHaveLength(40);
    expect(bot.opens(0) - before).toBe(1);
    await expect.poll(() => bot.slack.sockets.connections()).toBe(1);
  },

  async 'the server falls silent'() {
    await using bot = await connect();
    await delay(2_500);
    bot.slack.sockets.silence();
    const began = Date.now();
    await expect.poll(() => bot.opens(began)).toBeGreaterThan(0);
    await bot.isBack();
  },

  async 'each new connection is told to leave'() {
    await using bot = await connect();
    const began = Date.now();
    bot.slack.sockets.leaveAfter(30);
    bot.slack.sockets.disconnect();
    await delay(20_000);
    expect(bot.opens(began)).toBeLessThanOrEqual(secondsSince(began));
    bot.slack.sockets.leaveAfter(null);
    await bot.isBack();
  },

  async '`apps.connections.open` answers 429'() {
    await using bot = await connect();
    const began = Date.now();
    bot.slack.faults.add({ kind: 'ratelimited', retryAfterS: 30, method: 'apps.connections.open' });
    bot.slack.sockets.drop();
    await bot.isBack();
    const [refused = 0, next = 0] = bot.openings(began);
    expect(next - refused).toBeGreaterThanOrEqual(29_500);
    expect(bot.lines.some(({ says }) => says?.includes('Slack asks us to wait'))).toBe(true);
  },

  async 'the app token is revoked'() {
    await using bot = await connect();
    const began = Date.now();
    revoke(bot.slack);
    bot.slack.sockets.drop();
    await delay(15_000);
    expect(bot.opens(began)).toBeLessThanOrEqual((2 / 3) * secondsSince(began));
    expect(bot.lines.some(({ says }) => says?.includes('refuses the app-level token'))).toBe(true);
    bot.slack.faults.clear();
    await bot.isBack();
  },

  async 'Slack can’t be reached'() {
    await using bot = await connect();
    bot.slack.faults.add({ kind: 'cut', method: 'apps.connections.open', times: 10_000 });
    bot.slack.sockets.drop();
    await delay(30_000);
    bot.slack.faults.clear();
    await bot.isBack();
  },
};

const rows = caseRows('slack-answers.md').filter(({ section }) => section === 'The socket');

const playOf = (row: string) =>
  Object.entries(plays).find(([begin]) => row.replaceAll("'", '’').startsWith(begin))?.[1];

describe('the socket', () => {
  for (const { cells } of rows) {
    const [row = '', right = ''] = cells;
    one.concurrent(`${row}: ${right}`, async () => {
      const play = playOf(row);
      expect(play, 'nobody plays this row').toBeDefined();
      await play?.();
    });
  }
});
