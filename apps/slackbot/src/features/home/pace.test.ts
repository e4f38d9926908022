/** Counts the calls to Slack for the Home tabs of many people, with two replicas on one database. */
import type { Instant } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { defaultUsers } from '@leadbell/slack-sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../testing/bot-context-fixtures.ts';
import { fakeApi, noon, nthLead, bulkOf, alertServiceOf } from '../../testing/lead-fixtures.ts';
import type { LeadsApi } from '@leadbell/leads-api';
import { createHomePages } from './home-pages.ts';

const workspace = 'T0SANDBOX';
const people = 500;
const recent = 30;

let databases: TestDatabases;
let url: string;
let one: Store;
let two: Store;

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  [one, two] = [await openStore({ url }), await openStore({ url })];
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await databases.close();
});

const userId = (n: number) => `U0P${String(n).padStart(4, '0')}`;

/** One clock for both replicas, which does a minute's work when the test calls `minute`. */
function sharedClock() {
  const all: (() => Promise<void>)[] = [];
  let at: Instant = noon;
  return {
    homeClock: { add: (publish: () => Promise<void>) => void all.push(publish), tick: () => {} },
    now: () => at,
    async minute() {
      at = (at + 60_000) as Instant;
      await databases.query(url, "update homes set claimed_at = claimed_at - interval '1 minute'");
      await Promise.all(all.map((publish) => publish()));
    },
  };
}

const published = (bot: Bot) =>
  bot.slack.traffic.entries().filter(({ direction, name }) => direction === 'in' && name === 'views.publish').length;

test('with 500 people, of whom 30 opened Home recently, a new lead costs 30 calls, and a minute without changes costs none', async () => {
  const leads = Array.from({ length: 3 }, (_, n) => nthLead(n));
  const api: LeadsApi = {
    read: (question) => fakeApi(bulkOf(leads, { createdAt: noon })).read(question),
  };
  const alerts: StoredAlert[] = [];
  const clock = sharedClock();
  const users = [
    ...defaultUsers,
    ...Array.from({ length: people }, (_, n) => ({ id: userId(n), name: `p${n}`, realName: `Person ${n}` })),
  ];
  const common = {
    answers: api,
    alerts: alertServiceOf(() => alerts),
    homeClock: clock.homeClock,
    now: clock.now,
    // The stand-in enforces Slack's own limits.
    sandbox: { users, keepTraffic: 5_000, limits: {} },
  };
  await using first = await startBot({ ...common, homes: createHomePages({ store: one, workspace }) });
  await using second = await startBot({
    ...common,
    beside: first,
    homes: createHomePages({ store: two, workspace }),
  });
  for (let n = 0; n < people; n += 1) await one.homes.opened(workspace, userId(n), null);
  await databases.query(
    url,
    `update homes set opened_at = opened_at - interval '11 minutes' where user_id >= '${userId(recent)}'`,
  );
  await clock.minute();
  expect(published(first)).toBe(recent);
  await clock.minute();
  expect(published(first)).toBe(recent);
  leads.push(nthLead(9));
  await clock.minute();
  const calls = published(first) - recent;
  expect({ calls, shown: first.slack.control.home(userId(0)) !== null }).toEqual({ calls: recent, shown: true });
  expect(
    first.slack.traffic.entries().filter(({ answer }) => JSON.stringify(answer ?? '').includes('ratelimited')),
  ).toEqual([]);
  expect([...first.log.lines, ...second.log.lines].filter(({ level }) => level === 'warn')).toEqual([]);
});
