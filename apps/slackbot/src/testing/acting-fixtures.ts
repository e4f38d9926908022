/**
 * For tests of acts: the bot with the real services on a real database, with an alert, a silence and two digests. Does
 * not use vitest, so that a command-line tool can use it too.
 */
import { defaultAlertSettings, type Instant, usualReading, type Zone } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { testIdentities } from '@leadbell/testing';
import { createAlertService } from '../features/alerts/create-alert-service.ts';
import { createSubscriptionService } from '../features/subscriptions/create-subscription-service.ts';
import { marking } from '../bot/inbox/marking.ts';
import { type Bot, type BotOptions, startBot } from './bot-context-fixtures.ts';
import { plainDigest } from './definition-fixtures.ts';
import { workingCalendar } from './lead-fixtures.ts';
import { patientSlack } from './patience-fixtures.ts';

export const workspace = 'T0SANDBOX';
const noon = Date.parse('2025-08-25T09:00:00Z') as Instant;

/** Runs a query with the rights of the database's owner. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

export async function plantForActs(store: Store, query: Query): Promise<void> {
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
  await query(`insert into alerts (connection_id, rule, group_key, state) values ('dms', 'bulk-errors', 'g', $1)`, [
    JSON.stringify(state),
  ]);
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
}

/**
 * A replica with the real services, except that *Send now* only writes a row of the outbox with the act's name. Acts
 * wait for a slow database, and so do their acknowledgements.
 */
export function startActingBot(its: Store, options: BotOptions = {}): Promise<Bot> {
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
    ackWithinMs: patientSlack.ackTimeoutMs,
    ...options,
  });
}
