/**
 * For tests of acts: replicas of the real bot on one real database, with an alert, a silence and
 * two digests.
 */
import { defaultAlertSettings, type Instant, usualReading, type Zone } from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createAlertService } from '../features/alerts/create-alert-service.ts';
import { testIdentities } from '@leadbell/testing';
import { workingCalendar } from './lead-fixtures.ts';
import { type Bot, type BotOptions, startBot, textOf } from './bot-context-fixtures.ts';
import { plainDigest } from './definition-fixtures.ts';
import { createSubscriptionService } from '../features/subscriptions/create-subscription-service.ts';
import { marking } from '../bot/inbox/marking.ts';

export const workspace = 'T0SANDBOX';
const noon = Date.parse('2025-08-25T09:00:00Z') as Instant;

export let databases: TestDatabases;
export let url: string;
export let store: Store;
export let other: Store;

/** Before and after each test of the file that calls it. */
export function setUpReplicas(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    url = await databases.createReady();
    store = await openStore({ url });
    other = await openStore({ url });
  });
  afterAll(async () => {
    await Promise.all([store.close(), other.close()]);
    await databases.close();
  });
  beforeEach(async () => {
    await databases.empty(url);
    await store.connections.ensure('dms');
    const state = {
      status: 'firing',
      startedAt: noon,
      firedAt: noon,
      resolvedAt: null,
      toldAt: noon,
      members: {},
      acknowledgedBy: null,
      owner: null,
      snoozedUntil: null,
      reason: 'fired',
      history: [],
    };
    await databases.query(
      url,
      `insert into alerts (connection_id, rule, group_key, state) values ('dms', 'bulk-errors', 'g', $1)`,
      [JSON.stringify(state)],
    );
    await store.transaction(async (tx) => {
      await store.alerts.silence(tx, {
        workspace,
        matcher: { source: 'Email' },
        reason: '',
        createdBy: 'U0NOURA',
        startsAt: noon,
        endsAt: (noon + 3_600_000) as Instant,
      });
      const definition = { ...plainDigest, schedule: '08:30 sun-thu' };
      for (const _ of [1, 2])
        await store.subscriptions.add(tx, {
          workspace,
          channel: 'C0SALES',
          owner: 'U0NOURA',
          kind: 'digest',
          definition,
          nextRunAt: noon,
        });
    });
  });
}

/** A replica with the real services. *Send now* writes a row of the outbox, with the act's name. */
export function replica(options: BotOptions = {}, its = store): Promise<Bot> {
  const common = { workspace: () => workspace, now: () => noon, calendar: workingCalendar, weekStart: 7 } as const;
  const servicesOf = (store: Store, request: string) => ({
    alerts: createAlertService({
      ...common,
      store,
      connection: 'dms',
      identities: testIdentities(),
      zone: 'Asia/Riyadh' as Zone,
      alertSettings: defaultAlertSettings,
      reading: usualReading,
      isIn: () => Promise.resolve(true),
      mayEdit: () => Promise.resolve(true),
      actsOn: () => Promise.resolve('all'),
      languageOf: () => Promise.resolve('en'),
    }),
    subscriptionService: createSubscriptionService({
      ...common,
      store,
      send: async (tx, { subscription }) => {
        const message = {
          workspace,
          channel: 'C0SALES',
          kind: 'digest',
          key: `digest ${subscription} ${request}`,
          payload: { text: 'x' },
        };
        await its.outbox.add(tx, [message]);
      },
      onSend: () => Promise.resolve(),
      onNew: () => Promise.resolve(),
      mayEdit: () => Promise.resolve(true),
      canReach: () => Promise.resolve(true),
    }),
  });
  return startBot({
    ...servicesOf(its, 'none'),
    acting: (once, actor) => servicesOf(marking(its, once, actor), once.key),
    inbox: its.inbox,
    ...options,
  });
}

export const audited = (action: string) => async () =>
  Number(
    (await databases.query(url, 'select count(*)::int as n from audit_log where action = $1', [action]))[0]?.['n'],
  );
export const noted = audited('note');
export const posted = (bot: Bot) =>
  Promise.resolve(bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined).length);
/** Excludes notices to the new owner of an alert. */
export const sent = async () =>
  Number((await databases.query(url, "select count(*)::int as n from outbox where kind <> 'notice'"))[0]?.['n']);

export const open = () => databases.query(url, 'select id from inbox where done_at is null');
export const allDone = () => expect.poll(open, { timeout: 10_000 }).toEqual([]);
export const sentences = (bot: Bot) =>
  bot
    .seen()
    .filter(({ ephemeralTo }) => ephemeralTo !== undefined)
    .map(textOf);
