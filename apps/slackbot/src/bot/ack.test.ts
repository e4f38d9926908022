import { openGate } from '../testing/gate-fixtures.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { KnownValues } from '@leadbell/domain';
import { fakeClock } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { createDelivery, type Post } from '@leadbell/slack-kit';
import type { Inbox } from '@leadbell/store';
import { createInbox } from './inbox/inbox.ts';
import { noOneForgotten } from '../reports/forgotten.ts';
import { memoryHomes, memoryInbox, stillClock } from '../testing/memory-fixtures.ts';
import { memorySharedPosts, noPlaceNotes } from '../testing/bot-context-fixtures.ts';
import {
  emptySubscriptionService,
  contextFor,
  fakeApi,
  nobody,
  quietAlertService,
  workingCalendar,
  nothingHeld,
  noLeadSets,
} from '../testing/lead-fixtures.ts';
import { registry } from '../features/index.ts';
import { createActed } from './acted.ts';
import { createDeduplicator } from './deduplicator.ts';
import type { BotContext } from './contract.ts';
import { createInFlight } from './in-flight.ts';

interface Step {
  readonly happened: string;
}

/** Registers the listeners on a Bolt app. The returned function sends an event and returns the recorded steps. */
function listening({ ackFails = false } = {}) {
  const steps: Step[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  let app: App | null = null;
  const receiver: Receiver = {
    init: (made) => {
      app = made;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const bolt = new App({ receiver, authorize: () => Promise.resolve({ botToken: 'xoxb-none' }), convoStore: false });
  const leadsApi = fakeApi([]);
  const api = {
    read: (...question: Parameters<typeof leadsApi.read>) => {
      steps.push({ happened: 'dms' });
      return leadsApi.read(...question);
    },
  };
  const { catalogue, zone, weekStart, personKeys, answers, now } = contextFor(api);
  const outside: Post = () => {
    steps.push({ happened: 'slack' });
    return Promise.resolve({ status: 200, headers: new Headers(), text: 'ok' });
  };
  const { sleep } = fakeClock(now);
  const inMemory = memoryInbox();
  const queue: Inbox = {
    ...inMemory,
    write(...written) {
      steps.push({ happened: 'written' });
      return inMemory.write(...written);
    },
  };
  const services = {
    leadsApi: api,
    catalogue,
    status: () => Promise.resolve(null),
    readAudit: () => Promise.resolve([]),
    forgetting: nothingHeld,
    leadSets: noLeadSets,
    subscriptionService: emptySubscriptionService,
    people: nobody,
    homes: memoryHomes(),
    homeClock: stillClock,
    alerts: quietAlertService,
    replay: () => Promise.resolve(null),
    calendar: workingCalendar,
    answers,
    values: new KnownValues(),
    forgotten: noOneForgotten,
  };
  const botContext: BotContext = {
    ...services,
    services,
    acting: () => ({ subscriptionService: emptySubscriptionService, alerts: quietAlertService }),
    registry,
    gate: openGate,
    record: () => Promise.resolve(),
    workspace: 'T1',
    inbox: createInbox({ queue, sleep, log }),
    zone,
    weekStart,
    personKeys,
    log,
    language: 'en',
    now: () => now,
    sleep,
    newReference: () => 'REF001',
    delivery: createDelivery({
      client: bolt.client,
      token: 'xoxb-none',
      apiUrl: null,
      post: outside,
      rest: () => 'The rest is in /leads.',
      sleep: () => Promise.resolve(),
    }),
    placeNotes: noPlaceNotes,
    uninstalled: () => Promise.resolve(),
    sharedPosts: memorySharedPosts(),
    findPost: () => Promise.resolve('unknown'),
    elapsed: () => performance.now(),
    realNow: () => Date.now(),
    inFlight: createInFlight(),
    acted: createActed(),
    deduplicator: createDeduplicator(() => now),
  };
  for (const listen of registry.listeners) listen(bolt, botContext);
  async function deliver(body: Record<string, unknown>): Promise<string[]> {
    await app?.processEvent({
      body: {
        team_id: 'T1',
        user_id: 'U1',
        channel_id: 'C1',
        trigger_id: '1',
        response_url: 'https://hooks.slack.com/1',
        ...body,
      },
      ack: () => {
        steps.push({ happened: 'ack' });
        return ackFails ? Promise.reject(new Error('the line is cut')) : Promise.resolve();
      },
    });
    return steps.map(({ happened }) => happened);
  }
  return deliver;
}

function press(action: string, value: string): Record<string, unknown> {
  return {
    type: 'block_actions',
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1' },
    channel: { id: 'C1' },
    container: { type: 'message', message_ts: '1.0', channel_id: 'C1', is_ephemeral: true },
    actions: [{ type: 'button', action_id: action, block_id: 'en:1:1', value, action_ts: '2.0' }],
  };
}

test.each<[string, Record<string, unknown>]>([
  ['/leads today', { command: '/leads', text: 'today' }],
  ['/leads help', { command: '/leads', text: '' }],
  ['/leads nonsense', { command: '/leads', text: 'nonsense' }],
  ['a press that asks', press('leads.ask:1', '1;today;t;;;;')],
  ['a stale press', press('leads.ask:1', 'nothing')],
  ['an unknown press', press('old.button', 'x')],
])('%s is acknowledged once, before anything else', async (_, body) => {
  const [first, ...then] = await listening()(body);
  expect(first).toBe('ack');
  expect(then).toContain('slack');
  expect(then).not.toContain('ack');
});

test.each<[string, Record<string, unknown>]>([
  ['a typed act', { command: '/leads', text: 'note 12 the branch was renamed' }],
  ['a press that acts', press('leads.subscription:1', 'pause 3')],
])('%s is stored, then acknowledged, before anything else', async (_, body) => {
  const [first, second, ...then] = await listening()(body);
  expect([first, second]).toEqual(['written', 'ack']);
  expect(then).toContain('slack');
  expect(then).not.toContain('ack');
});

test('the person gets the answer even if the acknowledgement fails', async () => {
  expect(await listening({ ackFails: true })({ command: '/leads', text: 'today' })).toEqual(['ack', 'dms', 'slack']);
});

test('the registry contains every listener of the bot and its features', () => {
  const source = new URL('../', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      /^export function listenTo\w+\(app: App, botContext: BotContext\)/m.test(
        readFileSync(new URL(file, source), 'utf8'),
      ),
  );
  expect(files).toHaveLength(registry.listeners.length);
});
