/**
 * Sends a running bot forged requests in the name of a person without rights, over signed HTTP or Socket Mode, and
 * counts their effects. For a test, and for a longer trial in `tools/bench`.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '@leadbell/store';
import * as fc from 'fast-check';
import { plantForActs, type Query, startActingBot } from './acting-fixtures.ts';
import type { Bot, BotOptions } from './bot-context-fixtures.ts';
import { forgedFrame, forgedPayload } from './forged-fixtures.ts';

export interface ForgedTrial {
  readonly over: 'http' | 'socket';
  readonly person: 'guest' | 'viewer';
  readonly requests: number;
  readonly seed: number;
  /** The store of an empty database. */
  readonly store: Store;
  /** Runs a query with the rights of the database's owner. */
  readonly query: Query;
}

export interface ForgedOutcome {
  readonly sent: number;
  /**
   * The number of requests that were answered or acknowledged. Over Socket Mode it can be smaller than `sent`, because
   * some frames are not envelopes.
   */
  readonly answered: number;
  /**
   * The forbidden effects: changed rows, entries of the audit log other than refusals, and messages that other people
   * can read.
   */
  readonly acted: readonly string[];
  readonly crashed: readonly string[];
  /** The number of calls to Slack that contain a lead's phone number or email address. */
  readonly shown: number;
  /** The number of Socket Mode connections that were opened after the first. */
  readonly reconnected: number;
}

const people: Readonly<Record<ForgedTrial['person'], BotOptions>> = {
  guest: { asker: 'guest' },
  viewer: { access: { grants: [], others: 'viewer' } },
};
/** This many requests are sent at once, because Bolt takes 3 s to answer a request that it does not know. */
const atOnce = 250;
/** The longest wait for an answer. Slack waits 3 s, but a busy machine is slower. */
const patienceMs = 60_000;

export async function forgedTrial({ over, person, requests, seed, store, query }: ForgedTrial): Promise<ForgedOutcome> {
  await plantForActs(store, query);
  const before = await rowsOf(query);
  const acted: string[] = [];
  const crashed: string[] = [];
  let answered = 0;
  let shown = 0;
  await using bot = await startActingBot(store, {
    over,
    ...people[person],
    sandbox: { keepTraffic: atOnce * 6 },
    // Forged requests that no listener takes get a 404 only after this time.
    ackWithinMs: 3_000,
    uninstalled: (reason) => Promise.resolve(void acted.push(`uninstalled: ${reason}`)),
  });
  let reconnected = 0;
  for (let done = 0; done < requests; done += atOnce) {
    const numRuns = Math.min(atOnce, requests - done);
    bot.slack.traffic.clear();
    answered += over === 'http' ? await postAll(bot, numRuns, seed + done) : await sendAll(bot, numRuns, seed + done);
    const [called, failed] = [callsOf(bot), crashesOf(bot)];
    shown += called.filter((body) => /person\d+@|\+9665/.test(body)).length;
    crashed.push(...failed);
    reconnected += bot.log.lines.filter(({ event }) => event === 'socket.reconnected').length;
    bot.log.lines.length = 0;
  }
  // Check that the bot still answers, and let it finish everything.
  await isAlive(bot);
  await bot.app.stop(patienceMs);
  crashed.push(...crashesOf(bot));
  const after = await rowsOf(query);
  const gone = before.filter((row) => !after.includes(row)).map((row) => `gone: ${row}`);
  acted.push(...after.filter((row) => !before.includes(row)), ...gone, ...publicPosts(bot));
  return { sent: requests, answered, acted, crashed, shown, reconnected };
}

function samples<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, seed: number): T[] {
  return fc.sample(arbitrary, { numRuns, seed });
}

async function postAll(bot: Bot, count: number, seed: number): Promise<number> {
  const bodies = samples(forgedPayload, count, seed).map((payload) =>
    new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  );
  const odd = ['', '{', 'null', '[]', '7', '['.repeat(5_000)].map((text) => `payload=${text}`);
  const [answers] = await Promise.all([
    Promise.all(bodies.map((body) => post(bot, body))),
    Promise.all(odd.map((body) => post(bot, body))),
  ]);
  return answers.filter((status) => status !== null && status < 500).length;
}

/** Returns the status; null if there is no answer, as when the server has no room. */
async function post(bot: Bot, body: string): Promise<number | null> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', bot.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status ?? null;
}

/** Sends the frames, and then a command, which the bot reads after them. Some frames make the bot connect again. */
async function sendAll(bot: Bot, count: number, seed: number): Promise<number> {
  for (const frame of samples(forgedFrame, count, seed)) bot.slack.sockets.forge(frame);
  await isAlive(bot);
  return bot.slack.traffic.entries().filter(({ name }) => name.startsWith('ack')).length;
}

async function isAlive(bot: Bot): Promise<void> {
  const ends = Date.now() + 10 * patienceMs;
  while ((await bot.slack.control.say('noura', 'sales', '/leads nonsense words')) !== null) {
    if (Date.now() > ends) throw new Error('the bot does not answer any more');
    await delay(200);
  }
  await bot.log.line('not understood');
}

/** The bodies of the bot's calls to Slack. */
function callsOf(bot: Bot): readonly string[] {
  return bot.slack.traffic
    .entries()
    .filter(({ direction, via }) => direction === 'in' && via !== 'socket')
    .map(({ body }) => JSON.stringify(body));
}

const crashes: ReadonlySet<unknown> = new Set(['unhandled', 'uncaught', 'listener.failed', 'failed']);

/** Codes of expected failures: Slack knows no such trigger or person, or the stand-in is slow on a busy machine. */
const failuresOfSlack: ReadonlySet<unknown> = new Set(['invalid_trigger_id', 'user_not_found', 'no_answer']);

function crashesOf(bot: Bot): readonly string[] {
  return bot.log.lines
    .filter(({ event, code }) => crashes.has(event) && !failuresOfSlack.has(code))
    .map((line) => JSON.stringify(line));
}

function publicPosts(bot: Bot): readonly string[] {
  return bot.slack
    .ledger()
    .filter(
      ({ ephemeralTo, botId, channel }) => ephemeralTo === undefined && botId !== undefined && !channel.startsWith('D'),
    )
    .map((message) => JSON.stringify(message));
}

const kept = ['alerts', 'silences', 'subscriptions', 'outbox', 'digest_wishes', 'people', 'claims'];

async function rowsOf(query: Query): Promise<readonly string[]> {
  const texts = [
    ...kept.map((table) => `select '${table} ' || t::text as row from ${table} t`),
    `select 'inbox ' || t::text as row from inbox t where marked_at is not null`,
    `select 'audit ' || action as row from audit_log where outcome <> 'refused'`,
  ];
  const all = await query(texts.join(' union all '));
  return all.map(({ row }) => String(row));
}
