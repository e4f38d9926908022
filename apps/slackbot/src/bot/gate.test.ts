/** The gate against the Slack stand-in, over real HTTP. */
import { setTimeout as delay } from 'node:timers/promises';
import { type AccessRules, openAccess, type RoleGrant } from '@leadbell/domain';
import { createClient, createDirectory, slackLog } from '@leadbell/slack-kit';
import { type SandboxOptions, startSlackSandbox } from '@leadbell/slack-sandbox';
import { describe, expect, it, test } from 'vitest';
import { createLog } from '../log.ts';
import { manifest } from '../testing/bot-context-fixtures.ts';
import { createGate, type Decision } from './gate.ts';

const log = createLog({ level: 'silent', secrets: [] });
const people = {
  admin: 'U0AMAL',
  member: 'U0NOURA',
  guest: 'U0GHADA',
  outsider: 'U0OMAR',
  unknown: 'U0NOSUCH',
  bot: 'U0SANDBOXBOT',
};

async function start(rules: AccessRules = openAccess, options: SandboxOptions = {}) {
  const slack = await startSlackSandbox({ manifest, limits: false, ...options });
  const clock = { now: 0 };
  const client = createClient({ apiUrl: slack.apiUrl, timeoutMs: 5_000, fetch }, slackLog(log));
  const directory = createDirectory({ client, token: slack.botToken, elapsed: () => clock.now });
  const gate = createGate({
    directory,
    rules,
    workspace: 'T0SANDBOX',
    served: ['T0SANDBOX'],
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
    log,
  });
  return { slack, gate, clock, [Symbol.asyncDispose]: () => slack.close() };
}

function told(decision: Decision): string {
  return decision.isAllowed ? 'yes' : decision.refusal.why;
}

const grant = (changes: Partial<RoleGrant>): RoleGrant => ({
  role: 'agent',
  users: [],
  groups: [],
  channels: [],
  ...changes,
});

test('without configuration members are managers, Slack’s admins are admins, and all others are refused', async () => {
  await using place = await start();
  const found: string[] = [];
  for (const [who, user] of Object.entries(people)) {
    const all = await Promise.all(
      (['see lists', 'export', 'administer'] as const).map((ability) => place.gate.decide(user, ability)),
    );
    found.push(`${who}: ${all.map(told).join(' ')}`);
  }
  expect(found).toEqual([
    'admin: yes yes yes',
    'member: yes yes role',
    'guest: guest guest guest',
    'outsider: outsider outsider outsider',
    'unknown: none none none',
    'bot: none none none',
  ]);
});

describe('roles', () => {
  const rules: AccessRules = {
    others: null,
    grants: [
      grant({ role: 'manager', groups: ['S0MANAGERS'] }),
      grant({ role: 'agent', channels: ['C0RIYADH'], brands: ['KIA'] }),
      grant({ role: 'viewer', users: ['U0GHADA'] }),
    ],
  };

  it('come from the user group, from the channel’s members, and for guests from their own id', async () => {
    await using place = await start(rules);
    expect(await place.gate.decide('U0SAMIR', 'export')).toMatchObject({ isAllowed: true, scope: 'all' });
    expect(await place.gate.decide('U0NOURA', 'open a person')).toMatchObject({
      isAllowed: true,
      scope: [{ brands: ['KIA'] }],
    });
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('role');
    expect(told(await place.gate.decide('U0IDRIS', 'see lists'))).toBe('role');
    expect(told(await place.gate.decide('U0GHADA', 'see lists'))).toBe('yes');
    expect(told(await place.gate.decide('U0GHADA', 'open a person'))).toBe('role');
    expect(told(await place.gate.decide('U0OMAR', 'see lists'))).toBe('outsider');
  });

  it('of a request that needs two abilities are all asked, and the narrower scope holds', async () => {
    const two = [grant({ role: 'viewer', users: ['U0NOURA'] }), grant({ users: ['U0NOURA'], branches: ['Riyadh'] })];
    await using place = await start({ others: null, grants: two });
    expect(await place.gate.decide('U0NOURA', 'see lists')).toMatchObject({ scope: 'all' });
    expect(await place.gate.decide('U0NOURA', 'see lists', 'share')).toMatchObject({
      scope: [{ branches: ['Riyadh'] }],
    });
    expect(told(await place.gate.decide('U0NOURA', 'see lists', 'silence'))).toBe('role');
  });
});

describe('a person whose account changes', () => {
  it('loses their rights within minutes', async () => {
    await using place = await start();
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('yes');
    place.slack.control.changePerson('noura', { guest: 'one' });
    place.clock.now += 5 * 60_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('guest');
    place.slack.control.changePerson('noura', { guest: null, isDeleted: true });
    place.clock.now += 5 * 60_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('none');
  });
});

describe('while Slack does not say who asks', () => {
  it('an answer serves for a day, and then everyone is refused', async () => {
    await using place = await start();
    await place.gate.decide('U0NOURA', 'export');
    place.slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 10 });
    place.clock.now += 23 * 3_600_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('yes');
    place.clock.now += 2 * 3_600_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('unanswered');
    expect(told(await place.gate.decide('U0SAMIR', 'see lists'))).toBe('unanswered');
  });

  it('a slow answer is a refusal in time, and the next one is allowed', async () => {
    await using place = await start();
    place.slack.faults.add({ kind: 'delay', method: 'users.info', delayMs: 2_200 });
    const before = performance.now();
    expect(told(await place.gate.decide('U0NOURA', 'see lists'))).toBe('unanswered');
    expect(performance.now() - before).toBeLessThan(2_100);
    await expect
      .poll(async () => told(await place.gate.decide('U0NOURA', 'see lists')), { timeout: 5_000 })
      .toBe('yes');
  });

  it.each(['html', 'empty', 'cut-json'] as const)('an answer that is none (%s) is a refusal', async (kind) => {
    await using place = await start();
    place.slack.faults.add({ kind, method: 'users.info' });
    expect(told(await place.gate.decide('U0NOURA', 'see lists'))).not.toBe('yes');
  });

  it.each([{ ok: true }, { ok: true, user: null }, { ok: true, user: { id: 'U0NOURA', is_admin: true } }])(
    'an answer without a workspace gives no rights: %j',
    async (body) => {
      await using place = await start();
      place.slack.faults.add({ kind: 'json', body: JSON.stringify(body), method: 'users.info' });
      expect(told(await place.gate.decide('U0NOURA', 'see lists'))).not.toBe('yes');
    },
  );
});

describe('an installation without the scope users:read', () => {
  it('keeps lists, sharing and alerts; a person is not shown, and the refusal names the scope', async () => {
    await using place = await start(openAccess, { scopes: ['commands', 'chat:write', 'channels:read'] });
    const kept = ['see lists', 'act on alerts', 'share', 'subscribe here'] as const;
    expect(await Promise.all(kept.map(async (ability) => told(await place.gate.decide('U0NOURA', ability))))).toEqual(
      kept.map(() => 'yes'),
    );
    const refused = ['open a person', 'export', 'administer'] as const;
    expect(await Promise.all(refused.map((ability) => place.gate.decide('U0NOURA', ability)))).toMatchObject(
      refused.map((ability) => ({ refusal: { why: 'scope', scope: 'users:read', ability } })),
    );
  });
});

describe('a channel', () => {
  it('is shared outside when another company is in it, or invited, or Slack does not say', async () => {
    const channels = [{ id: 'C0INVITED', name: 'invited', members: ['U0NOURA'], bot: true, pendingWith: ['T0NEXT'] }];
    await using place = await start(openAccess, { channels });
    expect(await place.gate.isSharedOutside('C0INVITED')).toBe(true);
    expect(await place.gate.isSharedOutside('C0NOSUCH')).toBe(true);
    expect(await place.gate.isSharedOutside('U0NOURA')).toBe(false);
    await using other = await start();
    expect(await other.gate.isSharedOutside('C0AGENCY')).toBe(true);
    expect(await other.gate.isSharedOutside('C0SALES')).toBe(false);
    await using blind = await start(openAccess, { scopes: ['commands'] });
    expect(await blind.gate.isSharedOutside('C0SALES')).toBe(true);
  });
});
