/**
 * A subscription stays within the rights of the person who answers for it. With the stand-in for
 * Slack, and the stored rows.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { AccessRules, Instant, Scope } from '@leadbell/domain';
import { createClient, createDirectory, slackLog } from '@leadbell/slack-kit';
import { asRead } from '@leadbell/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { createGate, type Gate } from '../../bot/gate.ts';
import { createLog } from '../../log.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { workingCalendar } from '../../testing/lead-fixtures.ts';
import {
  databases,
  deliver,
  settled,
  setUpPosting,
  slack,
  store,
  url,
  workspace,
} from '../../testing/posting-fixtures.ts';
import { messagesFor } from '../index.ts';
import { checkHolders, unheldCard } from './holders.ts';
import { changedCard } from './subscription-cards.ts';
import { createSubscriptionService } from './subscription-service.ts';

setUpPosting();

const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal });
const log = createLog({ level: 'silent', secrets: [] });
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let subscription: number;
let gate: Gate;

beforeEach(async () => {
  slack.control.changePerson('noura', { isDeleted: false, guest: null });
  gate = gateWith({ grants: [], others: 'manager' });
  subscription = await add('digest', { ...plainDigest, schedule: '08:30 sun-thu' });
  deliver();
});

function gateWith(rules: AccessRules): Gate {
  const client = createClient({ apiUrl: slack.apiUrl, timeoutMs: 5_000, fetch }, slackLog(log));
  // Each look-up is hours after the one before.
  let elapsed = 0;
  const directory = createDirectory({ client, token: slack.botToken, elapsed: () => (elapsed += hourMs), sleep });
  return createGate({
    directory,
    directoryOf: () => null,
    rules,
    workspace: 'T0SANDBOX',
    served: ['T0SANDBOX'],
    sleep,
    log,
  });
}

function add(kind: string, definition: object): Promise<number> {
  return store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace,
      channel: 'C0SALES',
      owner: 'U0NOURA',
      kind,
      definition,
      nextRunAt: kind === 'digest' ? ((Date.now() + dayMs) as Instant) : null,
    }),
  );
}

async function look(): Promise<number> {
  const told = await checkHolders({ store, messages: messagesFor('en'), gateOf: () => gate });
  await settled();
  return told;
}

async function later(ms: number): Promise<number> {
  await databases.moveClock(url, ms);
  return look();
}

const posts = () => slack.ledger().map(({ channel, text }) => `${channel}: ${asRead(text)}`);
const row = async () => (await store.subscriptions.find([subscription]))[0];
const service = () =>
  createSubscriptionService({
    store,
    workspace: () => workspace,
    now: () => Date.now() as Instant,
    calendar: workingCalendar,
    send: () => Promise.resolve(),
    onSend: () => Promise.resolve(),
    onNew: () => Promise.resolve(),
    mayEdit: () => Promise.resolve(true),
    canReach: () => Promise.resolve(true),
  });
const as = (user: string, scope: Scope = 'all') => ({ channel: 'C0SALES', user, scope });

test('while its owner has the right nothing is said, and it shows what the owner may see', async () => {
  expect(await look()).toBe(0);
  expect(await row()).toMatchObject({ scope: null, unheldSince: null });
  const grant = { role: 'manager' as const, users: ['U0NOURA'], groups: [], channels: [], brands: ['KIA'] };
  gate = gateWith({ grants: [grant], others: null });
  expect(await later(2 * hourMs)).toBe(0);
  expect(await row()).toMatchObject({ scope: [{ brands: ['KIA'] }], unheldSince: null });
  expect(posts()).toEqual([]);
});

test.each([{ isDeleted: true }, { guest: 'one' as const }])(
  'an owner who may not any more (%j): the channel and the admins are notified once, and after 7 days it is paused',
  async (change) => {
    slack.control.changePerson('noura', change);
    expect(await look()).toBe(2);
    for (const _ of Array.from({ length: 6 })) expect(await later(dayMs)).toBe(0);
    expect(await row()).toMatchObject({ pausedReason: null, owner: 'U0NOURA' });
    expect(await later(dayMs + hourMs)).toBe(2);
    expect(await row()).toMatchObject({ pausedReason: 'unheld' });
    expect(await later(dayMs)).toBe(0);
    expect(posts()).toEqual([
      expect.stringMatching(/^C0SALES: .*goes on for 7 days/),
      expect.stringMatching(/^D0AMAL: .*goes on for 7 days/),
      expect.stringMatching(/^C0SALES: .*I paused a subscription/),
      expect.stringMatching(/^D0AMAL: .*I paused a subscription/),
    ]);
    const { rows } = { rows: await store.audit.list({ limit: 5, workspace }) };
    expect(rows.map(({ action }) => action)).toContain('subscription without owner');
  },
);

describe('Keep it', () => {
  test('makes the presser answer for it, with what the presser may see', async () => {
    slack.control.changePerson('noura', { isDeleted: true });
    await look();
    expect(await service().change(as('U0SAMIR', [{ brands: ['MG'] }]), subscription, 'keep')).toMatchObject({
      owner: 'U0SAMIR',
      pausedReason: null,
    });
    expect(await row()).toMatchObject({ owner: 'U0SAMIR', scope: [{ brands: ['MG'] }], unheldSince: null });
    expect(await later(8 * dayMs)).toBe(0);
    expect(await row()).toMatchObject({ pausedReason: null });
  });

  test.each(['keep', 'resume'] as const)('resumes a paused one (%s), once and for good', async (verb) => {
    slack.control.changePerson('noura', { isDeleted: true });
    await look();
    await later(8 * dayMs);
    expect(await row()).toMatchObject({ pausedReason: 'unheld' });
    await service().change(as('U0SAMIR'), subscription, verb);
    expect(await row()).toMatchObject({ pausedReason: null, owner: 'U0SAMIR', unheldSince: null });
    expect(await later(2 * hourMs)).toBe(0);
  });

  test('is refused for alerts to someone who may see only some leads', async () => {
    const alerts = await add('alerts', { zone: 'Asia/Riyadh', language: 'en' });
    expect(await service().change(as('U0SAMIR', [{ brands: ['MG'] }]), alerts, 'keep')).toBe('needs-all');
    const context = {
      now: 0 as Instant,
      zone: 'Asia/Riyadh' as never,
      weekStart: 7,
      messages: messagesFor('en'),
    } as const;
    expect(changedCard('needs-all', 'keep', context).summary).toMatch(/all brands and branches/);
  });
});

test('while Slack does not say who the owner is, nothing changes', async () => {
  slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 50 });
  expect(await look()).toBe(0);
  expect(await row()).toMatchObject({ unheldSince: null, pausedReason: null });
});

test('in a channel of Arabic readers the notice is in Arabic, with its button', () => {
  const one = { id: 3, kind: 'digest', owner: 'U0NOURA', channel: 'C0SALES' };
  const text = JSON.stringify(unheldCard(one, false, messagesFor('ar'), true));
  expect(text).toContain('الإبقاء عليه');
  expect(text).toContain('keep 3');
  expect(JSON.stringify(unheldCard(one, false, messagesFor('en'), false))).not.toContain('keep 3');
});
