/** Tests that a subscription stays within its owner's rights, with the Slack stand-in and the stored rows. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AccessRules, Instant, Scope } from '@leadbell/domain';
import { createClient, createDirectory, createTransport, slackLog } from '@leadbell/slack-kit';
import { asRead } from '@leadbell/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { createGate, type Gate } from '../../bot/gate.ts';
import { createLog } from '../../log.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { workingCalendar, testPersonKeys } from '../../testing/lead-fixtures.ts';
import { untilAborted } from '../../testing/patience-fixtures.ts';
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
import { type Definition, readDefinition } from '../../subscriptions/definition.ts';
import { checkHolders, unheldCard } from './holders.ts';
import { changedCard } from './subscription-cards.ts';
import { createSubscriptionService } from './create-subscription-service.ts';

setUpPosting();

const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal });
const log = createLog({ level: 'silent', secrets: [] });
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let subscription: number;
let gate: Gate;
let mayEditIn: (workspace: string, user: string) => Promise<boolean>;

beforeEach(async () => {
  slack.control.changePerson('noura', { isDeleted: false, guest: null });
  gate = gateWith({ grants: [], others: 'manager' });
  mayEditIn = () => Promise.resolve(true);
  subscription = await add('digest', { ...plainDigest, schedule: '08:30 sun-thu' });
  deliver();
});

function gateWith(rules: AccessRules): Gate {
  const client = createClient(
    { apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch, transport: createTransport() },
    slackLog(log),
  );
  // The clock moves an hour each time it is read, so that nothing is cached.
  let elapsed = 0;
  const directory = createDirectory({ client, token: slack.botToken, elapsed: () => (elapsed += hourMs), sleep });
  return createGate({
    directory,
    directoryOf: () => null,
    rules,
    workspace: 'T0SANDBOX',
    isServed: (team) => team === 'T0SANDBOX',
    sleep: untilAborted,
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
  const options = { store, messages: messagesFor('en'), gateOf: () => gate, mayEditIn };
  const told = await checkHolders(options, new AbortController().signal);
  await settled();
  return told;
}

async function later(ms: number): Promise<number> {
  await databases.moveClock(url, ms);
  return look();
}

const unseen = async () =>
  (await databases.query(url, 'select id from subscriptions where holder_checked_at is null')).length;
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
    mayEdit: (user) => mayEditIn(workspace, user),
    canReach: () => Promise.resolve(true),
  });
const as = (user: string, scope: Scope = 'all') => ({ channel: 'C0SALES', user, scope });

test('while its owner has the right, a subscription gets no notice and shows the leads that the owner may see', async () => {
  expect(await look()).toBe(0);
  expect(await row()).toMatchObject({ scope: null, unheldSince: null });
  const grant = { role: 'manager' as const, users: ['U0NOURA'], groups: [], channels: [], brands: ['KIA'] };
  gate = gateWith({ grants: [grant], others: null });
  expect(await later(2 * hourMs)).toBe(0);
  expect(await row()).toMatchObject({ scope: [{ brands: ['KIA'] }], unheldSince: null });
  expect(posts()).toEqual([]);
});

test.each([{ isDeleted: true }, { guest: 'one' as const }])(
  'an owner who has lost the right (%j): the channel and the admins are notified once, and after 7 days it is paused',
  async (change) => {
    slack.control.changePerson('noura', change);
    expect(await look()).toBe(2);
    for (const _ of Array.from({ length: 6 })) expect(await later(dayMs)).toBe(0);
    expect(await row()).toMatchObject({ pausedReason: null, owner: 'U0NOURA' });
    expect(await later(dayMs + hourMs)).toBe(2);
    expect(await row()).toMatchObject({ pausedReason: 'unheld' });
    expect(await later(dayMs)).toBe(0);
    expect(posts()).toEqual([
      expect.stringMatching(/^C0SALES: .*continues for 7 days/),
      expect.stringMatching(/^D0AMAL: .*continues for 7 days/),
      expect.stringMatching(/^C0SALES: .*I paused a subscription/),
      expect.stringMatching(/^D0AMAL: .*I paused a subscription/),
    ]);
    const { rows } = { rows: await store.audit.list({ limit: 5, workspace }) };
    expect(rows.map(({ action }) => action)).toContain('subscription without owner');
  },
);

describe('Keep it', () => {
  test('“Keep it” makes the person who presses it the owner, limited to the leads that they may see', async () => {
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

  test.each(['keep', 'resume'] as const)(
    'a subscription that was paused because its owner had lost the right stays resumed after %s',
    async (verb) => {
      slack.control.changePerson('noura', { isDeleted: true });
      await look();
      await later(8 * dayMs);
      expect(await row()).toMatchObject({ pausedReason: 'unheld' });
      await service().change(as('U0SAMIR'), subscription, verb);
      expect(await row()).toMatchObject({ pausedReason: null, owner: 'U0SAMIR', unheldSince: null });
      expect(await later(2 * hourMs)).toBe(0);
    },
  );

  test('“Keep it” is refused for a subscription to alerts if the person may see only some leads', async () => {
    const alerts = await add('alerts', { zone: 'Asia/Riyadh', language: 'en' });
    expect(await service().change(as('U0SAMIR', [{ brands: ['MG'] }]), alerts, 'keep')).toBe('needs-all');
    const context = {
      now: 0 as Instant,
      zone: 'Asia/Riyadh' as never,
      weekStart: 7,
      personKeys: testPersonKeys,
      messages: messagesFor('en'),
    } as const;
    expect(changedCard('needs-all', 'keep', context).summary).toMatch(/all brands and branches/);
  });

  test('“Keep it” is not undone if it is pressed while the admins are looked up', async () => {
    slack.control.changePerson('noura', { isDeleted: true });
    const before = gate;
    gate = {
      ...before,
      async admins() {
        await databases.query(
          url,
          `update subscriptions set unheld_since = date_trunc('second', now()) where id = $1`,
          [subscription],
        );
        await service().change(as('U0SAMIR', [{ brands: ['MG'] }]), subscription, 'keep');
        return before.admins();
      },
    };
    expect(await look()).toBe(0);
    expect(await row()).toMatchObject({ owner: 'U0SAMIR', scope: [{ brands: ['MG'] }], unheldSince: null });
    expect(posts()).toEqual([]);
  });

  test('“Keep it” is not undone if it is pressed just as the grace period ends', async () => {
    slack.control.changePerson('noura', { isDeleted: true });
    await look();
    await databases.moveClock(url, 8 * dayMs);
    const before = gate;
    gate = {
      ...before,
      async admins() {
        await service().change(as('U0SAMIR'), subscription, 'keep');
        return before.admins();
      },
    };
    expect(await look()).toBe(0);
    expect(await row()).toMatchObject({ owner: 'U0SAMIR', pausedReason: null, unheldSince: null });
  });

  test('“Keep it” takes nothing from an owner who has the right, even if it is pressed in an old notice', async () => {
    expect(await service().change(as('U0SAMIR', [{ brands: ['MG'] }]), subscription, 'keep')).toBe('held');
    expect(await row()).toMatchObject({ owner: 'U0NOURA', scope: null });
    slack.control.changePerson('noura', { isDeleted: true });
    await look();
    const both = [as('U0SAMIR'), as('U0AMAL')].map((who) => service().change(who, subscription, 'keep'));
    const results = await Promise.allSettled(both);
    const kept = results.filter((one) => one.status === 'fulfilled' && typeof one.value === 'object');
    expect(kept).toHaveLength(1);
    expect(await service().change(as('U0OMAR'), subscription, 'keep')).toBe('held');
  });
});

describe('a setting that names the editors', () => {
  beforeEach(() => {
    mayEditIn = (_, user) => Promise.resolve(user === 'U0SAMIR');
  });

  test('an owner who is not an editor no longer owns the subscription', async () => {
    expect(await look()).toBe(2);
    expect(await row()).toMatchObject({ unheldSince: expect.any(Number) as number });
    expect(await later(8 * dayMs)).toBe(2);
    expect(await row()).toMatchObject({ pausedReason: 'unheld' });
  });

  test('an owner who is not an editor can stop the subscription, but nothing else', async () => {
    const definition = readDefinition('digest', { ...plainDigest, schedule: '09:30' }) as Definition;
    expect(await service().replace(as('U0NOURA'), subscription, definition)).toBe('not-allowed');
    for (const verb of ['send', 'resume', 'keep'] as const)
      expect(await service().change(as('U0NOURA'), subscription, verb)).toBe('not-allowed');
    expect(await service().change(as('U0NOURA'), subscription, 'pause')).toMatchObject({ id: subscription });
    expect(await service().change(as('U0NOURA'), subscription, 'remove')).toMatchObject({ id: subscription });
  });

  test('nothing changes while Slack does not say who is an editor', async () => {
    mayEditIn = () => Promise.reject(new Error('Slack does not answer'));
    expect(await look()).toBe(0);
    expect(await row()).toMatchObject({ unheldSince: null });
  });
});

describe('a person who may see fewer leads than a subscription shows', () => {
  const kia = [{ brands: ['KIA'] }];
  const definition = { ...plainDigest, kind: 'digest', schedule: '08:30' };
  const everything = () => readDefinition('digest', { ...definition, schedule: '09:30' }) as Definition;

  test('a person who may see fewer leads can change nothing in the subscription', async () => {
    expect(await service().replace(as('U0SAMIR', kia), subscription, everything())).toBe('needs-more');
    for (const verb of ['send', 'pause', 'resume', 'remove'] as const)
      expect(await service().change(as('U0SAMIR', kia), subscription, verb)).toBe('needs-more');
    expect(await row()).toMatchObject({ pausedReason: null, definition: { schedule: '08:30 sun-thu' } });
  });

  test('a person can change a subscription that shows only leads they may see', async () => {
    await databases.query(url, `update subscriptions set scope = '[{"brands": ["kia"]}]' where id = $1`, [
      subscription,
    ]);
    expect(await service().replace(as('U0SAMIR', kia), subscription, everything())).toMatchObject({
      needsInvite: false,
    });
    expect(await row()).toMatchObject({ owner: 'U0NOURA', scope: [{ brands: ['kia'] }] });
  });

  test('a person’s edit of their own subscription limits it to the leads that they may see', async () => {
    expect(await service().replace(as('U0NOURA', kia), subscription, everything())).toMatchObject({
      needsInvite: false,
    });
    expect(await row()).toMatchObject({ owner: 'U0NOURA', scope: kia });
  });

  test.each(['send', 'pause', 'resume', 'remove'] as const)(
    'a person who may see only some leads can’t %s a subscription to alerts',
    async (verb) => {
      const id = await add('alerts', { zone: 'Asia/Riyadh', language: 'en' });
      expect(await service().change(as('U0SAMIR', kia), id, verb)).toBe('needs-all');
      const alerts = readDefinition('alerts', { zone: 'Asia/Riyadh', language: 'en' }) as Definition;
      expect(await service().replace(as('U0SAMIR', kia), id, alerts)).toBe('needs-all');
    },
  );
});

test('an edit can’t change the kind of a subscription', async () => {
  const leads = readDefinition('leads', { zone: 'Asia/Riyadh', language: 'en', filters: {} }) as Definition;
  expect(await service().replace(as('U0NOURA'), subscription, leads)).toBe('other-kind');
  expect(await row()).toMatchObject({ kind: 'digest', definition: { schedule: '08:30 sun-thu' } });
});

test('while Slack does not say who the owners are, a check asks about three owners, and the next check about other owners', async () => {
  for (const _ of Array.from({ length: 5 })) await add('digest', { ...plainDigest, schedule: '08:30' });
  const asked: string[] = [];
  const silent = { isAllowed: false, kind: 'unknown', refusal: { why: 'unanswered', ability: 'see lists' } } as const;
  gate = { ...gate, decidePatiently: (user) => (asked.push(user), Promise.resolve(silent)) };
  await look();
  expect([asked.length, await unseen()]).toEqual([3, 3]);
  await look();
  expect([asked.length, await unseen()]).toEqual([6, 0]);
});

test('nothing changes while Slack does not say who the owner is', async () => {
  slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 50 });
  expect(await look()).toBe(0);
  expect(await row()).toMatchObject({ unheldSince: null, pausedReason: null });
});

test('the notice is in Arabic, with its button, in a channel of Arabic readers', () => {
  const one = { id: 3, kind: 'digest', owner: 'U0NOURA', channel: 'C0SALES' };
  const text = JSON.stringify(unheldCard(one, false, messagesFor('ar'), true));
  expect(text).toContain('الإبقاء عليه');
  expect(text).toContain('keep 3');
  expect(JSON.stringify(unheldCard(one, false, messagesFor('en'), false))).not.toContain('keep 3');
});
