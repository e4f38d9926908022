/** Tests people, kinds of channels and scopes, over plain HTTP, with the answers that Slack documents. */
import { afterEach, expect, test } from 'vitest';
import type { ChannelSeed, SandboxOptions, SlackSandbox, UserSeed } from '../index.ts';
import { record, type Json } from '../json.ts';
import { sandboxOnly, stopAll } from '../test-app.ts';

afterEach(stopAll);

const users: readonly UserSeed[] = [
  { id: 'U0MEMBER', name: 'member', realName: 'Mike Testali' },
  { id: 'U0ADMIN', name: 'admin', realName: 'Alfa Testali', isAdmin: true },
  { id: 'U0OWNER', name: 'owner', realName: 'Oscar Testali', isOwner: true },
  { id: 'U0PRIMARY', name: 'primary', realName: 'Papa Testali', isPrimaryOwner: true },
  { id: 'U0SEVERAL', name: 'several', realName: 'Sierra Testali', guest: 'several' },
  { id: 'U0SINGLE', name: 'single', realName: 'Golf Testali', guest: 'one' },
  { id: 'U0AGENT', name: 'agent', realName: 'Echo Testali', teamId: 'T0AGENCY', isAdmin: true },
  { id: 'U0FAR', name: 'far', realName: 'Foxtrot Testali', teamId: 'T0AGENCY' },
  { id: 'U0SECOND', name: 'second', realName: 'Tango Testali', teamId: 'T0SECOND' },
  { id: 'U0GONE', name: 'gone', realName: 'Hotel Testali', isDeleted: true, isAdmin: true },
  { id: 'U0FLOW', name: 'flow', realName: 'Whiskey Workflow', isWorkflowBot: true },
  { id: 'U0HIDDEN', name: 'hidden', realName: 'Hidden Testali', isHidden: true },
];

const channels: readonly ChannelSeed[] = [
  { id: 'C0OWN', name: 'own', members: ['U0MEMBER', 'U0SINGLE'], bot: true },
  { id: 'C0SHARED', name: 'shared', members: ['U0MEMBER', 'U0AGENT'], bot: true },
  { id: 'C0TWO', name: 'two', members: ['U0MEMBER', 'U0SECOND'], bot: true },
  { id: 'C0INVITED', name: 'invited', members: ['U0MEMBER'], bot: true, pendingWith: ['T0AGENCY'] },
  { id: 'C0QUIET', name: 'quiet', members: ['U0MEMBER'], bot: true, sharedWith: ['T0AGENCY'] },
  { id: 'C0AWAY', name: 'away', members: ['U0MEMBER'] },
  { id: 'G0PRIVATE', name: 'private', members: ['U0MEMBER'], bot: true, private: true },
  { id: 'G0OTHERS', name: 'others', members: ['U0MEMBER'], private: true },
];

const everyScope = ['users:read', 'channels:read', 'groups:read', 'im:read', 'usergroups:read'];

function start(options: SandboxOptions = {}): Promise<SlackSandbox> {
  return sandboxOnly({ limits: false, users, channels, scopes: everyScope, ...options });
}

interface Answered {
  readonly body: Json;
  readonly headers: Headers;
  readonly status: number;
}

async function call(sandbox: SlackSandbox, method: string, args: Record<string, string> = {}): Promise<Answered> {
  const response = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams(args),
  });
  return { body: record(await response.json()), headers: response.headers, status: response.status };
}

async function userOf(sandbox: SlackSandbox, user: string): Promise<Json> {
  return record((await call(sandbox, 'users.info', { user })).body['user']);
}

async function channelOf(sandbox: SlackSandbox, channel: string, more: Record<string, string> = {}): Promise<Json> {
  return record((await call(sandbox, 'conversations.info', { channel, ...more })).body['channel']);
}

const flags = ['is_admin', 'is_owner', 'is_primary_owner', 'is_restricted', 'is_ultra_restricted', 'is_stranger'];

test.each([
  ['U0MEMBER', 'T0SANDBOX', []],
  ['U0ADMIN', 'T0SANDBOX', ['is_admin']],
  ['U0OWNER', 'T0SANDBOX', ['is_admin', 'is_owner']],
  ['U0PRIMARY', 'T0SANDBOX', ['is_admin', 'is_owner', 'is_primary_owner']],
  ['U0SEVERAL', 'T0SANDBOX', ['is_restricted']],
  ['U0SINGLE', 'T0SANDBOX', ['is_restricted', 'is_ultra_restricted']],
  // The next two share a channel with the app, so they are not strangers; their rights count only in their own
  // workspace.
  ['U0AGENT', 'T0AGENCY', []],
  ['U0SECOND', 'T0SECOND', []],
  ['U0FAR', 'T0AGENCY', ['is_stranger']],
])('users.info of %s', async (id, team, expected) => {
  const user = await userOf(await start(), id);
  expect(user).toMatchObject({ id, team_id: team, deleted: false, is_bot: false, profile: { team } });
  expect(flags.filter((flag) => user[flag] === true)).toEqual(expected);
  expect(flags.filter((flag) => typeof user[flag] !== 'boolean')).toEqual([]);
  expect(user).not.toHaveProperty('locale');
  expect(user).not.toHaveProperty('enterprise_user');
});

test('users.info returns no rights for a deactivated account, and says which account is a workflow’s', async () => {
  const sandbox = await start();
  const gone = await userOf(sandbox, 'U0GONE');
  expect(gone).toMatchObject({ id: 'U0GONE', deleted: true, is_bot: false });
  for (const flag of [...flags, 'tz', 'color']) expect(gone).not.toHaveProperty(flag);
  expect(await userOf(sandbox, 'U0FLOW')).toMatchObject({ is_bot: true, is_workflow_bot: true });
  expect(await userOf(sandbox, sandbox.botUserId)).toMatchObject({ is_bot: true, profile: { bot_id: 'B0SANDBOX' } });
});

test('users.info refuses unknown and hidden people', async () => {
  const sandbox = await start();
  const refusals = await Promise.all(
    ['U0NOBODY', '', 'U0HIDDEN'].map(async (user) => (await call(sandbox, 'users.info', { user })).body),
  );
  expect(refusals.map(({ ok, error }) => [ok, error])).toEqual([
    [false, 'user_not_found'],
    [false, 'user_not_found'],
    [false, 'user_not_visible'],
  ]);
});

test('an e-mail address needs a scope of its own, and Slack hides e-mail addresses of people from another company', async () => {
  const sandbox = await start();
  expect(record((await userOf(sandbox, 'U0MEMBER'))['profile'])).not.toHaveProperty('email');
  sandbox.conditions.scopes = [...everyScope, 'users:read.email'];
  expect(record((await userOf(sandbox, 'U0MEMBER'))['profile'])).toHaveProperty('email', 'member@sandbox.example');
  expect(record((await userOf(sandbox, 'U0AGENT'))['profile'])).not.toHaveProperty('email');
});

test('an organization has its own people, and its channels are not external', async () => {
  const sandbox = await start({
    enterprise: { id: 'E0GROUP', name: 'Invented Group', teams: ['T0SECOND'] },
    users: [
      { id: 'U0MEMBER', name: 'member', realName: 'Mike Testali', org: { isAdmin: true } },
      { id: 'U0SECOND', name: 'second', realName: 'Tango Testali', teamId: 'T0SECOND', org: {} },
      {
        id: 'U0BOTH',
        name: 'both',
        realName: 'Bravo Testali',
        teamId: 'T0SECOND',
        org: { teams: ['T0SECOND', 'T0SANDBOX'], isPrimaryOwner: true },
      },
      { id: 'U0AGENT', name: 'agent', realName: 'Echo Testali', teamId: 'T0AGENCY' },
    ],
  });
  expect(await userOf(sandbox, 'U0MEMBER')).toMatchObject({
    enterprise_user: {
      id: 'U0MEMBER',
      enterprise_id: 'E0GROUP',
      enterprise_name: 'Invented Group',
      is_admin: true,
      is_owner: false,
      is_primary_owner: false,
      teams: ['T0SANDBOX'],
    },
  });
  expect(await userOf(sandbox, 'U0BOTH')).toMatchObject({
    team_id: 'T0SECOND',
    is_stranger: false,
    enterprise_user: { is_admin: true, is_owner: true, is_primary_owner: true, teams: ['T0SECOND', 'T0SANDBOX'] },
  });
  expect(await userOf(sandbox, 'U0AGENT')).not.toHaveProperty('enterprise_user');
  expect(await channelOf(sandbox, 'C0TWO')).toMatchObject({
    is_shared: true,
    is_org_shared: true,
    is_ext_shared: false,
    internal_team_ids: ['T0SANDBOX', 'T0SECOND'],
    connected_team_ids: [],
  });
  expect(await channelOf(sandbox, 'C0SHARED')).toMatchObject({ is_org_shared: false, is_ext_shared: true });
});

test('conversations.info names the workspaces that share a channel', async () => {
  const sandbox = await start();
  const own = await channelOf(sandbox, 'C0OWN');
  expect(own).toMatchObject({
    is_channel: true,
    is_private: false,
    is_member: true,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    shared_team_ids: ['T0SANDBOX'],
  });
  expect(own).not.toHaveProperty('connected_team_ids');
  // The number of members is left out unless the app asks for it.
  expect(own).not.toHaveProperty('num_members');
  expect(await channelOf(sandbox, 'C0OWN', { include_num_members: 'true' })).toHaveProperty('num_members', 3);
  const external = {
    is_shared: true,
    is_ext_shared: true,
    is_org_shared: false,
    shared_team_ids: ['T0SANDBOX', 'T0AGENCY'],
    connected_team_ids: ['T0AGENCY'],
    internal_team_ids: ['T0SANDBOX'],
    conversation_host_id: 'T0SANDBOX',
  };
  expect(await channelOf(sandbox, 'C0SHARED')).toMatchObject(external);
  expect(await channelOf(sandbox, 'C0QUIET')).toMatchObject(external);
  // A channel that is shared with a second workspace is external, even if the app is installed there.
  expect(await channelOf(sandbox, 'C0TWO')).toMatchObject({ is_ext_shared: true, connected_team_ids: ['T0SECOND'] });
  expect(await channelOf(sandbox, 'C0INVITED')).toMatchObject({
    is_ext_shared: false,
    is_pending_ext_shared: true,
    pending_connected_team_ids: ['T0AGENCY'],
  });
  expect(await channelOf(sandbox, 'C0AWAY')).toMatchObject({ is_member: false });
  expect(await channelOf(sandbox, 'G0PRIVATE')).toMatchObject({ is_private: true, is_group: true });
  expect(await channelOf(sandbox, 'D0MEMBER')).toMatchObject({ is_im: true, user: 'U0MEMBER', is_user_deleted: false });
  expect(await channelOf(sandbox, 'D0GONE')).toMatchObject({ is_im: true, is_user_deleted: true });
  expect((await call(sandbox, 'conversations.info', { channel: 'G0OTHERS' })).body['error']).toBe('channel_not_found');
});

test('conversations.members lists people from another company too, in pages', async () => {
  const sandbox = await start();
  const first = (await call(sandbox, 'conversations.members', { channel: 'C0SHARED', limit: '2' })).body;
  expect(first).toMatchObject({ ok: true, members: ['U0MEMBER', 'U0AGENT'] });
  const cursor = String(record(first['response_metadata'])['next_cursor']);
  expect((await call(sandbox, 'conversations.members', { channel: 'C0SHARED', cursor })).body).toMatchObject({
    members: [sandbox.botUserId],
    response_metadata: { next_cursor: '' },
  });
  sandbox.control.leave('agent', 'shared');
  sandbox.control.join('admin', 'shared');
  expect((await call(sandbox, 'conversations.members', { channel: 'C0SHARED' })).body['members']).toEqual([
    'U0MEMBER',
    sandbox.botUserId,
    'U0ADMIN',
  ]);
  // When the people of the other company have left, the channel is an ordinary one, and the person
  // is a stranger.
  expect(await channelOf(sandbox, 'C0SHARED')).toMatchObject({ is_ext_shared: false });
  expect(await userOf(sandbox, 'U0AGENT')).toMatchObject({ is_stranger: true });
});

test('user groups have no deactivated accounts as members, and disabled groups are listed only on request', async () => {
  const sandbox = await start({
    userGroups: [
      { id: 'S0ALL', name: 'All', handle: 'all' },
      { id: 'S0SOME', name: 'Some', handle: 'some', members: ['U0ADMIN', 'U0GONE'] },
      { id: 'S0OFF', name: 'Off', handle: 'off', members: ['U0MEMBER'], isDisabled: true },
    ],
  });
  const listed = async (usergroup: string, more: Record<string, string> = {}): Promise<unknown> =>
    (await call(sandbox, 'usergroups.users.list', { usergroup, ...more })).body['users'];
  expect(await listed('S0ALL')).toEqual(['U0MEMBER', 'U0ADMIN', 'U0OWNER', 'U0PRIMARY', 'U0HIDDEN']);
  expect(await listed('S0SOME')).toEqual(['U0ADMIN']);
  expect(await listed('S0OFF')).toEqual([]);
  expect(await listed('S0OFF', { include_disabled: 'true' })).toEqual(['U0MEMBER']);
  expect((await call(sandbox, 'usergroups.users.list', { usergroup: 'S0NONE' })).body['error']).toBe('no_such_subteam');
  const { usergroups } = (await call(sandbox, 'usergroups.list', { include_users: 'true' })).body;
  expect(usergroups).toMatchObject([
    { id: 'S0ALL', handle: 'all', team_id: 'T0SANDBOX', user_count: 5 },
    { id: 'S0SOME', users: ['U0ADMIN'], date_delete: 0 },
  ]);
});

const kinds = 'channels:read,groups:read,mpim:read,im:read';

test.each([
  ['users.info', { user: 'U0MEMBER' }, ['users:read'], 'users:read'],
  ['usergroups.users.list', { usergroup: 'S0EVERYONE' }, ['usergroups:read'], 'usergroups:read'],
  ['conversations.info', { channel: 'C0OWN' }, ['channels:read'], 'channels:read'],
  ['conversations.info', { channel: 'G0PRIVATE' }, ['groups:read'], 'groups:read'],
  ['conversations.info', { channel: 'D0MEMBER' }, ['im:read'], 'im:read'],
  ['conversations.members', { channel: 'G0PRIVATE' }, ['groups:read'], 'groups:read'],
  ['conversations.info', { channel: 'C0OWN' }, ['channels:read', 'groups:read', 'im:read'], kinds],
  ['conversations.list', { types: 'public_channel,private_channel' }, ['groups:read'], 'groups:read'],
  ['conversations.list', {}, ['channels:read'], 'channels:read'],
])('%s %o is refused without the scopes %o', async (method, args, without, needed) => {
  const sandbox = await start();
  expect((await call(sandbox, method, args)).body['ok']).toBe(true);
  const provided = everyScope.filter((scope) => !without.includes(scope));
  sandbox.conditions.scopes = provided;
  const { body, headers, status } = await call(sandbox, method, args);
  expect(status).toBe(200);
  expect(body).toEqual({ ok: false, error: 'missing_scope', needed, provided: provided.join(',') });
  expect(headers.get('x-oauth-scopes')).toBe(provided.join(','));
  sandbox.conditions.scopes = everyScope;
  expect((await call(sandbox, method, args)).body['ok']).toBe(true);
});

test('scopes are by default those of the manifest; each answer names them, and they can be set from outside', async () => {
  const manifest = { oauth_config: { scopes: { bot: ['users:read', 'chat:write'] } } };
  const sandbox = await sandboxOnly({ limits: false, manifest });
  const { headers } = await call(sandbox, 'users.info', { user: 'U0NOURA' });
  expect([headers.get('x-oauth-scopes'), headers.get('x-accepted-oauth-scopes')]).toEqual([
    'users:read,chat:write',
    'users:read',
  ]);
  const set = await fetch(`${sandbox.url}_sandbox/conditions`, { method: 'POST', body: '{"scopes":["chat:write"]}' });
  expect(await set.json()).toMatchObject({ scopes: ['chat:write'] });
  expect((await call(sandbox, 'users.info', { user: 'U0NOURA' })).body).toEqual({
    ok: false,
    error: 'missing_scope',
    needed: 'users:read',
    provided: 'chat:write',
  });
});

test('each workspace has a token with its own scopes', async () => {
  const sandbox = await start();
  const second = await start({
    beside: sandbox,
    botToken: 'xoxb-second-not-a-real-token',
    team: { id: 'T0SECOND', name: 'Second Motors', domain: 'second-motors' },
    users: [{ id: 'U0SECOND', name: 'second', realName: 'Tango Testali' }],
    scopes: [],
  });
  expect(await userOf(sandbox, 'U0SECOND')).toMatchObject({ team_id: 'T0SECOND' });
  const refused = await fetch(`${sandbox.apiUrl}users.info?user=U0SECOND&token=${second.botToken}`);
  expect(await refused.json()).toEqual({ ok: false, error: 'missing_scope', needed: 'users:read', provided: '' });
  second.conditions.scopes = ['users:read'];
  const asked = await fetch(`${sandbox.apiUrl}users.info?user=U0SECOND&token=${second.botToken}`);
  expect(await asked.json()).toMatchObject({ ok: true, user: { team_id: 'T0SECOND' } });
});

test.each(['users.info', 'conversations.info', 'conversations.members', 'usergroups.users.list'])(
  '%s fails, is slow and is limited on demand',
  async (method) => {
    const sandbox = await start();
    const args = { user: 'U0MEMBER', channel: 'C0OWN', usergroup: 'S0EVERYONE' };
    sandbox.faults.add({ method, kind: 'ratelimited', retryAfterS: 7 });
    sandbox.faults.add({ method, kind: 'error:fatal_error' });
    sandbox.faults.add({ method, kind: 'delay', delayMs: 30 });
    const limited = await call(sandbox, method, args);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await call(sandbox, method, args)).body).toEqual({ ok: false, error: 'fatal_error' });
    const before = performance.now();
    expect((await call(sandbox, method, args)).body['ok']).toBe(true);
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
  },
);

test('a person can change while the sandbox runs', async () => {
  const sandbox = await start();
  sandbox.control.changePerson('member', { guest: 'several' });
  expect(await userOf(sandbox, 'U0MEMBER')).toMatchObject({ is_restricted: true, name: 'member' });
  sandbox.control.changePerson('member', { guest: null, isOwner: true });
  expect(await userOf(sandbox, 'U0MEMBER')).toMatchObject({ is_restricted: false, is_admin: true, is_owner: true });
  sandbox.control.changePerson('admin', { isAdmin: false });
  expect(await userOf(sandbox, 'U0ADMIN')).toMatchObject({ is_admin: false, is_restricted: false });
  sandbox.control.changePerson('owner', { isDeleted: true });
  expect(await userOf(sandbox, 'U0OWNER')).toMatchObject({ deleted: true });
  await expect(sandbox.control.say('owner', 'D0OWNER', 'hello')).rejects.toThrow('account_inactive');
});
