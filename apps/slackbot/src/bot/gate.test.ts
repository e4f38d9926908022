/** Tests the gate with the Slack stand-in, over real HTTP. */
import { abilities, type AccessRules, openAccess, type RoleGrant } from '@leadbell/domain';
import { createClient, createDirectory, createTransport, slackLog, type SlackUser } from '@leadbell/slack-kit';
import { type SandboxOptions, startSlackSandbox } from '@leadbell/slack-sandbox';
import { describe, expect, it, test } from 'vitest';
import { createLog } from '../log.ts';
import { manifest } from '../testing/bot-context-fixtures.ts';
import { untilAborted } from '../testing/patience-fixtures.ts';
import { createGate, type Decision } from './gate.ts';

/** The time that each question to Slack may take. */
const patience: number[] = [];
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  patience.push(ms);
  return untilAborted(ms, signal);
}
const log = createLog({ level: 'silent', secrets: [] });
const people = {
  admin: 'U0AMAL',
  member: 'U0NOURA',
  guest: 'U0GHADA',
  outsider: 'U0OMAR',
  unknown: 'U0NOSUCH',
  bot: 'U0SANDBOXBOT',
};

interface Surroundings {
  readonly home?: SlackUser | null;
  readonly served?: readonly string[];
  readonly waits?: typeof sleep;
}

async function start(
  rules: AccessRules = openAccess,
  options: SandboxOptions = {},
  { home = null, served = ['T0SANDBOX'], waits = sleep }: Surroundings = {},
) {
  const slack = await startSlackSandbox({ manifest, limits: false, ...options });
  const clock = { now: 0 };
  const client = createClient(
    { apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch, transport: createTransport() },
    slackLog(log),
  );
  const directory = createDirectory({ client, token: slack.botToken, elapsed: () => clock.now, sleep });
  const gate = createGate({
    directory,
    directoryOf: () => ({ user: () => Promise.resolve(home), rememberedUser: () => home }),
    rules,
    workspace: 'T0SANDBOX',
    isServed: (team) => served.includes(team),
    sleep: waits,
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

test('without configuration, members are managers, Slack’s admins are admins, and everyone else is refused', async () => {
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

test('changed roles apply at once, also to a person whose rights were decided before', async () => {
  const rules = { others: null, grants: [grant({ role: 'admin', users: [people.member] })] };
  await using place = await start(rules);
  const decide = async () => told(await place.gate.decide(people.member, 'administer'));
  expect([await decide(), await decide()]).toEqual(['yes', 'yes']);
  rules.grants = [grant({ role: 'viewer', users: [people.member] })];
  expect(await decide()).toBe('role');
});

describe('roles', () => {
  const rules: AccessRules = {
    others: null,
    grants: [
      grant({ role: 'manager', groups: ['S0MANAGERS'] }),
      grant({ role: 'agent', channels: ['G0MANAGERS'], brands: ['KIA'] }),
      // Anyone may join this channel.
      grant({ role: 'admin', channels: ['C0SALES'] }),
      grant({ role: 'viewer', users: ['U0GHADA'] }),
    ],
  };

  it('roles come from a user group, from the members of a channel, or, for a guest, from a grant to their id', async () => {
    await using place = await start(rules);
    expect(await place.gate.decide('U0SAMIR', 'export')).toMatchObject({ isAllowed: true, scope: 'all' });
    expect(await place.gate.decide('U0IDRIS', 'open a person')).toMatchObject({
      isAllowed: true,
      scope: [{ brands: ['KIA'] }],
    });
    expect(told(await place.gate.decide('U0IDRIS', 'export'))).toBe('role');
    expect(told(await place.gate.decide('U0NOURA', 'see lists'))).toBe('no role');
    expect(told(await place.gate.decide('U0GHADA', 'see lists'))).toBe('yes');
    expect(told(await place.gate.decide('U0GHADA', 'open a person'))).toBe('role');
    expect(told(await place.gate.decide('U0OMAR', 'see lists'))).toBe('outsider');
  });

  it('a request that needs two abilities is checked for both, and the narrower scope applies', async () => {
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
  it('a person whose account changes loses their rights within minutes', async () => {
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

describe('while Slack does not say who a person is', () => {
  it('Slack’s latest answer about a person is used for a day, and then the person is refused', async () => {
    await using place = await start();
    await place.gate.decide('U0NOURA', 'export');
    place.slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 10 });
    place.clock.now += 23 * 3_600_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('yes');
    place.clock.now += 2 * 3_600_000;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('unanswered');
    expect(told(await place.gate.decide('U0SAMIR', 'see lists'))).toBe('unanswered');
  });

  it('a request is refused in time if Slack is slow, and the next request is accepted', async () => {
    // The first wait ends before Slack answers.
    let questions = 0;
    await using place = await start(
      openAccess,
      {},
      {
        waits: (ms, signal) => ((questions += 1) === 1 ? Promise.resolve() : sleep(ms, signal)),
      },
    );
    place.slack.faults.add({ kind: 'delay', method: 'users.info', delayMs: 1_000 });
    expect(told(await place.gate.decide('U0NOURA', 'see lists'))).toBe('unanswered');
    await expect.poll(async () => told(await place.gate.decide('U0NOURA', 'see lists'))).toBe('yes');
  });

  it('a command or an act waits longer for Slack than a form, which must open within 3 s', async () => {
    await using place = await start();
    patience.length = 0;
    expect(told(await place.gate.decide('U0NOURA', 'export'))).toBe('yes');
    expect(told(await place.gate.decidePatiently('U0SAMIR', 'export'))).toBe('yes');
    const [form = 0, command = 0] = patience;
    expect(form).toBeGreaterThan(0);
    expect(form).toBeLessThanOrEqual(2_000);
    expect(command).toBeGreaterThan(form);
  });

  it('a person whom Slack described before does not wait for a slow answer', async () => {
    await using place = await start();
    await place.gate.decide('U0NOURA', 'see lists');
    place.clock.now += 6 * 60_000;
    place.slack.faults.add({ kind: 'delay', method: 'users.info', delayMs: 3_000 });
    expect(told(await place.gate.decide('U0NOURA', 'see lists'))).toBe('yes');
  });

  it.each(['html', 'empty', 'cut-json'] as const)(
    'a request is refused if Slack’s answer is unusable (%s)',
    async (kind) => {
      await using place = await start();
      place.slack.faults.add({ kind, method: 'users.info' });
      expect(told(await place.gate.decide('U0NOURA', 'see lists'))).not.toBe('yes');
    },
  );

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
  it('seeing lists and acting on alerts is allowed; everything else is refused, and the refusal names the scope', async () => {
    await using place = await start(openAccess, { scopes: ['commands', 'chat:write', 'channels:read'] });
    for (const user of ['U0NOURA', 'U0GHADA', 'U0OMAR']) {
      const all = await Promise.all(abilities.map((ability) => place.gate.decide(user, ability)));
      expect(abilities.filter((_, n) => all[n]?.isAllowed)).toEqual(['see lists', 'act on alerts']);
      expect(new Set(all.map(told))).toEqual(new Set(['yes', 'scope']));
    }
    expect(await place.gate.decide('U0NOURA', 'export')).toMatchObject({ refusal: { scope: 'users:read' } });
  });
});

describe("while we don't know whether a role names the person", () => {
  const rules: AccessRules = { others: 'manager', grants: [grant({ channels: ['G0MANAGERS'], brands: ['KIA'] })] };
  const groups: AccessRules = { others: 'manager', grants: [grant({ groups: ['S0MANAGERS'], brands: ['KIA'] })] };

  it('the person does not get the default role, which may allow more', async () => {
    await using place = await start(rules);
    place.slack.faults.add({ kind: 'error:internal_error', method: 'conversations.members', times: 9 });
    expect(told(await place.gate.decide('U0IDRIS', 'see lists'))).toBe('unanswered');
    place.slack.faults.clear();
    expect(await place.gate.decide('U0IDRIS', 'see lists')).toMatchObject({ scope: [{ brands: ['KIA'] }] });
    expect(told(await place.gate.decide('U0IDRIS', 'export'))).toBe('role');
  });

  it('the refusal names the missing scope', async () => {
    await using place = await start(groups, { scopes: ['users:read', 'channels:read'] });
    expect(await place.gate.decide('U0NOURA', 'see lists')).toMatchObject({
      refusal: { why: 'scope', scope: 'usergroups:read' },
    });
  });

  it('another role that certainly names the person still counts', async () => {
    const both = { ...rules, grants: [...rules.grants, grant({ role: 'viewer', users: ['U0IDRIS'] })] };
    await using place = await start(both);
    place.slack.faults.add({ kind: 'error:internal_error', method: 'conversations.members', times: 9 });
    expect(told(await place.gate.decide('U0IDRIS', 'see lists'))).toBe('yes');
    expect(told(await place.gate.decide('U0IDRIS', 'open a person'))).toBe('unanswered');
  });

  it('the members of many channels are looked up concurrently', async () => {
    const channels = Array.from({ length: 8 }, (_, n) => ({
      id: `G0MANY${n}`,
      name: `many-${n}`,
      private: true,
      members: ['U0SAMIR'],
      bot: true,
    }));
    const many = channels.map(({ id }) => grant({ channels: [id] }));
    await using place = await start({ others: null, grants: many }, { channels });
    place.slack.faults.add({ kind: 'delay', method: 'conversations.members', delayMs: 250, times: 8 });
    expect(told(await place.gate.decide('U0SAMIR', 'open a person'))).toBe('yes');
  });
});

describe('a person of another workspace that Leadbell serves', () => {
  it('a person of another served workspace is a guest or a member, as in their own workspace', async () => {
    const user = { id: 'U0SAMEH', name: 'sameh', realName: 'Sameh Second', teamId: 'T0SECOND' };
    const home = { teams: ['T0SECOND'], isStranger: false, isGuest: true, isAdmin: true, isGone: false };
    await using place = await start(openAccess, { users: [user] }, { home, served: ['T0SANDBOX', 'T0SECOND'] });
    expect(told(await place.gate.decide('U0SAMEH', 'see lists'))).toBe('guest');
    await using member = await start(
      openAccess,
      { users: [user] },
      { home: { ...home, isGuest: false }, served: ['T0SANDBOX', 'T0SECOND'] },
    );
    expect(told(await member.gate.decide('U0SAMEH', 'export'))).toBe('yes');
    // They are an admin in that workspace, but not here.
    expect(told(await member.gate.decide('U0SAMEH', 'administer'))).toBe('role');
  });
});

test('a known guest or outsider is refused without asking Slack, unless a role names them', async () => {
  const rules = { ...openAccess, grants: [grant({ role: 'viewer', users: ['U0GHADA'] })] };
  for (const [its, refused] of [
    [openAccess, ['guest', 'outsider', 'unknown', 'bot']],
    [rules, ['outsider', 'unknown', 'bot']],
  ] as const) {
    await using place = await start(its);
    const known = () =>
      Object.entries(people).flatMap(([who, user]) => (place.gate.refuseKnown(user, 'silence') === null ? [] : [who]));
    expect(known()).toEqual([]);
    for (const user of Object.values(people)) await place.gate.decide(user, 'silence');
    place.slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 99 });
    expect(known()).toEqual(refused);
    expect(place.gate.refuseKnown('U0OMAR', 'silence')).toMatchObject({
      kind: 'outsider',
      refusal: { why: 'outsider' },
    });
    // Slack's answer is valid for a day.
    place.clock.now += 25 * 3_600_000;
    expect(known()).toEqual([]);
  }
});

test('a guest is refused at their first act too, if Slack says in time who they are', async () => {
  await using place = await start(openAccess);
  const first = async (user: string) => (await place.gate.refuseFirst(user, 'silence'))?.kind ?? null;
  expect(await first(people.guest)).toBe('guest');
  expect(await first(people.outsider)).toBe('outsider');
  expect(await first('U0NOURA')).toBeNull();
  place.clock.now += 25 * 3_600_000;
  place.slack.faults.add({ kind: 'error:internal_error', method: 'users.info', times: 99 });
  expect(await first(people.guest)).toBeNull();
});

test('a guest of another workspace that Leadbell serves is refused without asking Slack', async () => {
  const user = { id: 'U0SAMEH', name: 'sameh', realName: 'Sameh Second', teamId: 'T0SECOND' };
  const home = { teams: ['T0SECOND'], isStranger: false, isGuest: true, isAdmin: false, isGone: false };
  for (const isGuest of [true, false]) {
    const options = { home: { ...home, isGuest }, served: ['T0SANDBOX', 'T0SECOND'] };
    await using place = await start(openAccess, { users: [user] }, options);
    await place.gate.decide('U0SAMEH', 'silence');
    expect(place.gate.refuseKnown('U0SAMEH', 'silence')?.kind ?? null).toBe(isGuest ? 'guest' : null);
  }
});

test('admins() returns the admins of the settings and of the workspace, and none of another company', async () => {
  const rules = { others: null, grants: [grant({ role: 'admin', users: ['U0SAMIR'] })] };
  await using place = await start(rules);
  const strangers = { ok: true, members: [{ id: 'U0BOSS', team_id: 'T0AGENCY', is_admin: true }] };
  expect(await place.gate.admins()).toEqual({ ids: ['U0SAMIR', 'U0AMAL'], isUnanswered: false });
  place.clock.now += 2 * 3_600_000;
  place.slack.faults.add({ kind: 'json', body: JSON.stringify(strangers), method: 'users.list' });
  expect(await place.gate.admins()).toEqual({ ids: ['U0SAMIR'], isUnanswered: false });
});

test('admins() reports if Slack does not answer; without the scope it returns only the admins of the settings', async () => {
  const rules = { others: null, grants: [grant({ role: 'admin', users: ['U0SAMIR'] })] };
  await using place = await start(rules);
  place.slack.faults.add({ kind: 'error:internal_error', method: 'users.list' });
  expect(await place.gate.admins()).toEqual({ ids: ['U0SAMIR'], isUnanswered: true });
  place.slack.faults.clear();
  place.slack.conditions.scopes = [];
  expect(await place.gate.admins()).toEqual({ ids: ['U0SAMIR'], isUnanswered: false });
});

describe('a channel', () => {
  it('a channel counts as shared outside if another company is in it or invited, or if Slack does not answer', async () => {
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
