import { WebClient } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import type { SandboxOptions, SlackSandbox } from '../index.ts';
import { quiet, sandboxOnly, stopAll } from '../test-app.ts';

afterEach(stopAll);

async function start(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; client: WebClient }> {
  const sandbox = await sandboxOnly({ limits: false, ...options });
  return { sandbox, client: clientOf(sandbox, sandbox.botToken) };
}

function clientOf(sandbox: SlackSandbox, token?: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
}

async function post(client: WebClient, args: Record<string, unknown>): Promise<{ ts: string }> {
  return (await client.apiCall('chat.postMessage', args)) as unknown as { ts: string };
}

/** Returns the `error` and the other fields of a refusal. */
async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  return call.then(
    () => ({ error: 'not refused' }),
    (error: unknown) => (error as { data?: Record<string, unknown> }).data ?? { error: String(error) },
  );
}

test('auth.test identifies the app, and tokens are refused as Slack refuses them', async () => {
  const { sandbox, client } = await start();
  expect(await client.auth.test()).toMatchObject({
    ok: true,
    user_id: sandbox.botUserId,
    bot_id: sandbox.botId,
    team_id: 'T0SANDBOX',
  });
  expect(await refusal(clientOf(sandbox, 'xoxb-other').auth.test())).toMatchObject({
    ok: false,
    error: 'invalid_auth',
  });
  expect(await refusal(clientOf(sandbox).auth.test())).toMatchObject({ error: 'not_authed' });
  expect(await refusal(client.apps.connections.open())).toMatchObject({ error: 'not_allowed_token_type' });
  expect(await refusal(client.apiCall('leads.list'))).toMatchObject({ error: 'unknown_method' });
  const inBody = await fetch(`${sandbox.apiUrl}auth.test`, {
    method: 'POST',
    body: new URLSearchParams({ token: sandbox.botToken }),
  });
  expect(await inBody.json()).toMatchObject({ ok: true });
});

test.each([
  ['C0NOWHERE', 'channel_not_found'],
  ['C0RANDOM', 'not_in_channel'],
  ['C0OLDSALES', 'is_archived'],
])('posting to %s is refused: %s', async (channel, error) => {
  const { client } = await start();
  expect(await refusal(post(client, { channel, text: 'x' }))).toMatchObject({ ok: false, error });
});

test('a message needs text or valid blocks', async () => {
  const { client } = await start();
  expect(await refusal(client.apiCall('chat.postMessage', { channel: 'C0SALES' }))).toMatchObject({ error: 'no_text' });
  const blocks = JSON.stringify([{ type: 'xyz' }]);
  expect(await refusal(client.apiCall('chat.postMessage', { channel: 'C0SALES', text: 'x', blocks }))).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] unsupported type: xyz [json-pointer:/blocks/0/type]'] },
  });
  expect(await refusal(client.apiCall('chat.postMessage', { channel: 'C0SALES', blocks: '[{' }))).toMatchObject({
    error: 'invalid_blocks_format',
  });
  const long = Array.from({ length: 6 }, () => ({ type: 'markdown', text: 'x'.repeat(2500) }));
  expect(await refusal(client.apiCall('chat.postMessage', { channel: 'C0SALES', blocks: long }))).toMatchObject({
    error: 'msg_blocks_too_long',
  });
  expect(await refusal(client.apiCall('blocks.validate', { blocks }))).toMatchObject({
    errors: [{ code: 'unsupported_type', pointer: '/blocks/0/type' }],
  });
});

test('the scopes come from the manifest', async () => {
  const manifest = { oauth_config: { scopes: { bot: ['users:read'] } }, settings: { socket_mode_enabled: true } };
  const { client } = await start({ manifest });
  expect(await refusal(post(client, { channel: 'C0SALES', text: 'x' }))).toMatchObject({
    error: 'missing_scope',
    needed: 'chat:write',
    provided: 'users:read',
  });
  expect(await client.users.info({ user: 'U0NOURA', include_locale: true })).toMatchObject({
    user: { locale: 'ar-SA', tz_offset: 10_800 },
  });
});

test('metadata is stored, and history returns it only on request', async () => {
  const { client } = await start();
  const metadata = { event_type: 'digest', event_payload: { key: 'k1' } };
  const posted = await post(client, { channel: 'C0SALES', text: 'Digest', metadata });
  const plain = await client.conversations.history({ channel: 'C0SALES' });
  const full = await client.conversations.history({ channel: 'C0SALES', include_all_metadata: true });
  expect(plain.messages?.[0]).toMatchObject({ ts: posted.ts, bot_id: 'B0SANDBOX' });
  expect(plain.messages?.[0]).not.toHaveProperty('metadata');
  expect(full.messages?.[0]?.metadata).toEqual(metadata);
});

test('history returns pages, newest first, within the given times, and without replies in threads', async () => {
  const { client } = await start();
  const ts: string[] = [];
  for (const text of ['1', '2', '3']) ts.push((await post(client, { channel: 'C0SALES', text })).ts);
  await post(client, { channel: 'C0SALES', text: 'reply', thread_ts: ts[0] ?? '' });
  const first = await client.conversations.history({ channel: 'C0SALES', limit: 2 });
  expect(first.messages?.map((message) => message.text)).toEqual(['3', '2']);
  expect(first.has_more).toBe(true);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: 'C0SALES', limit: 2, cursor });
  expect(second.messages).toMatchObject([{ text: '1', reply_count: 1 }]);
  const range = { channel: 'C0SALES', oldest: ts[0] ?? '', latest: ts[1] ?? '' };
  expect((await client.conversations.history(range)).messages).toEqual([]);
  expect((await client.conversations.history({ ...range, inclusive: true })).messages).toHaveLength(2);
  const thread = await client.conversations.replies({ channel: 'C0SALES', ts: ts[0] ?? '' });
  expect(thread.messages?.map((message) => message.text)).toEqual(['1', 'reply']);
  // Slack posts in the channel, because the thread never existed.
  expect(await post(client, { channel: 'C0SALES', text: 'x', thread_ts: '1.000001' })).not.toHaveProperty(
    'message.thread_ts',
  );
});

test('the app can change and delete only its own messages, and the history has no ephemeral messages', async () => {
  const { sandbox, client } = await start();
  const posted = await post(client, { channel: '#sales', text: 'one' });
  await client.chat.update({ channel: 'C0SALES', ts: posted.ts, text: 'two' });
  expect(sandbox.control.messages('sales')).toMatchObject([{ text: 'two', edited: { user: sandbox.botUserId } }]);
  await sandbox.control.say('noura', 'sales', 'mine');
  const [, theirs] = sandbox.control.messages('sales');
  expect(await refusal(client.chat.update({ channel: 'C0SALES', ts: theirs?.ts ?? '', text: 'x' }))).toMatchObject({
    error: 'cant_update_message',
  });
  await client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0NOURA', text: 'whisper' });
  expect(
    await refusal(client.chat.postEphemeral({ channel: 'C0INTEGRATION', user: 'U0NOURA', text: 'x' })),
  ).toMatchObject({
    error: 'user_not_in_channel',
  });
  await client.chat.delete({ channel: 'C0SALES', ts: posted.ts });
  expect((await client.conversations.history({ channel: 'C0SALES' })).messages?.map((message) => message.text)).toEqual(
    ['mine'],
  );
  expect(sandbox.ledger().map((message) => message.text)).toEqual(['two', 'mine', 'whisper']);
});

test('an update with only a text keeps the blocks, and an empty list removes them', async () => {
  const { sandbox, client } = await start();
  const { ts } = await post(client, { channel: 'C0SALES', text: 'one', blocks: [{ type: 'divider', block_id: 'd' }] });
  await client.apiCall('chat.update', { channel: 'C0SALES', ts, text: 'two' });
  expect(sandbox.control.messages('sales')).toMatchObject([
    { text: 'two', blocks: [{ type: 'divider', block_id: 'd' }] },
  ]);
  await client.apiCall('chat.update', { channel: 'C0SALES', ts, text: 'three', blocks: [] });
  expect(sandbox.control.messages('sales')[0]).not.toHaveProperty('blocks');
});

test('methods that list objects return those that the app can see, page by page', async () => {
  const { client } = await start();
  const all: string[] = [];
  for await (const page of client.paginate('conversations.list', {
    limit: 2,
    types: 'public_channel,private_channel',
  })) {
    const { channels } = page as { channels?: { name: string }[] };
    all.push(...(channels ?? []).map((channel) => channel.name));
  }
  expect(all).toEqual([
    'sales',
    'sales-riyadh',
    'integration',
    'random',
    'sales-2024',
    'guest-only',
    'with-agency',
    'managers',
  ]);
  const mine = await client.users.conversations({ exclude_archived: true });
  expect(mine.channels?.map((channel) => channel.name)).toEqual([
    'sales',
    'sales-riyadh',
    'integration',
    'guest-only',
    'with-agency',
  ]);
  expect(await client.conversations.info({ channel: 'C0RANDOM' })).toMatchObject({ channel: { is_member: false } });
  await client.conversations.join({ channel: 'C0RANDOM' });
  expect((await client.conversations.members({ channel: 'C0RANDOM' })).members).toContain('U0SANDBOXBOT');
  expect(await client.conversations.open({ users: 'U0NOURA' })).toMatchObject({ channel: { id: 'D0NOURA' } });
  expect((await client.users.list({})).members).toHaveLength(6);
  expect(await client.team.info()).toMatchObject({ team: { name: 'Sandbox Motors' } });
  expect(await client.bots.info({ bot: 'B0SANDBOX' })).toMatchObject({ bot: { app_id: 'A0SANDBOX' } });
  const groups = await client.usergroups.list();
  const group = groups.usergroups?.[0]?.id ?? '';
  expect((await client.usergroups.users.list({ usergroup: group })).users).toHaveLength(4);
  expect(await client.apiCall('api.test', { foo: 'bar' })).toMatchObject({ args: { foo: 'bar' } });
});

test('the app can add a reaction, and get a link to a message', async () => {
  const { sandbox, client } = await start();
  const { ts } = await post(client, { channel: 'C0SALES', text: 'x' });
  await client.reactions.add({ channel: 'C0SALES', timestamp: ts, name: 'eyes' });
  expect(await refusal(client.reactions.add({ channel: 'C0SALES', timestamp: ts, name: 'eyes' }))).toMatchObject({
    error: 'already_reacted',
  });
  expect([...(sandbox.control.messages('sales')[0]?.reactions ?? [])]).toEqual([['eyes', [sandbox.botUserId]]]);
  expect((await client.chat.getPermalink({ channel: 'C0SALES', message_ts: ts })).permalink).toContain(
    `/C0SALES/p${ts.replace('.', '')}`,
  );
});

test('a file is uploaded in three steps and can be read from the message', async () => {
  const { sandbox, client } = await start();
  const file = { file: Buffer.from('brand,leads\nKIA,3\n'), filename: 'leads.csv', title: 'Leads' };
  await client.files.uploadV2({ channel_id: 'C0SALES', initial_comment: 'As a file', ...file });
  const [message] = sandbox.control.messages('sales');
  expect(message).toMatchObject({ text: 'As a file', files: [{ title: 'Leads', mimetype: 'text/csv' }] });
  const history = await client.conversations.history({ channel: 'C0SALES' });
  const url = history.messages?.[0]?.files?.[0]?.url_private ?? '';
  expect(await (await fetch(url)).text()).toBe('brand,leads\nKIA,3\n');
});

test('a deleted file is gone from its messages, and a message that shows nothing else is deleted with it', async () => {
  const { sandbox, client } = await start();
  const upload = async (comment: string) => {
    await client.files.uploadV2({ channel_id: 'C0SALES', filename: 'a.csv', content: 'a,b', initial_comment: comment });
    return sandbox.control.messages('sales').at(-1)?.files?.[0]?.id ?? '';
  };
  const [said, silent] = [await upload('As a file'), await upload('')];
  const address = (await client.conversations.history({ channel: 'C0SALES' })).messages?.[0]?.files?.[0]?.url_private;
  for (const file of [said, silent]) await client.files.delete({ file });
  expect(sandbox.control.messages('sales').map(({ text, files }) => [text, files])).toEqual([['As a file', []]]);
  expect((await fetch(address ?? '')).status).toBe(404);
  expect(await refusal(client.files.delete({ file: said }))).toMatchObject({ error: 'file_not_found' });
});

test('posting above the rate limit is refused with the time to wait', async () => {
  let now = Date.UTC(2026, 10, 23, 9);
  const { client } = await start({ limits: true, now: () => now });
  for (let burst = 0; burst < 4; burst += 1) await post(client, { channel: 'C0SALES', text: 'x' });
  await expect(post(client, { channel: 'C0SALES', text: 'x' })).rejects.toMatchObject({ retryAfter: 1 });
  await post(client, { channel: 'C0RIYADH', text: 'another channel' });
  now += 1000;
  await post(client, { channel: 'C0SALES', text: 'x' });
  for (let call = 0; call < 20; call += 1) await client.users.list({});
  await expect(client.users.list({})).rejects.toMatchObject({ retryAfter: 3 });
});

test.each([
  ['drop-after-commit', 1],
  ['error-500-after-commit', 1],
  ['error-500', 0],
  ['cut', 0],
  ['ratelimited', 0],
  ['error:internal_error', 0],
] as const)('fault %s: refused, with %d messages committed', async (kind, committed) => {
  const { sandbox, client } = await start();
  sandbox.faults.add({ kind, method: 'chat.postMessage' });
  await client.auth.test();
  await expect(post(client, { channel: 'C0SALES', text: 'x' })).rejects.toBeInstanceOf(Error);
  expect(sandbox.ledger()).toHaveLength(committed);
  expect(sandbox.traffic.entries().at(-1)?.fault).toBe(kind);
  await post(client, { channel: 'C0SALES', text: 'x' });
  expect(sandbox.ledger()).toHaveLength(committed + 1);
});

test('with the fault drop-before-commit the connection is cut, and the call is performed later', async () => {
  const { sandbox, client } = await start();
  sandbox.faults.add({ kind: 'drop-before-commit', method: 'chat.postMessage', delayMs: 50 });
  const late = sandbox.control.nextMessage();
  // Counts messages at the cut, because on a busy machine the client may notice the cut only after the commit.
  const committed = sandbox.control.waitFor(() =>
    sandbox.traffic.entries().some(({ fault }) => fault === 'drop-before-commit') ? [sandbox.ledger().length] : null,
  );
  await expect(post(client, { channel: 'C0SALES', text: 'late' })).rejects.toBeInstanceOf(Error);
  expect(await committed).toEqual([0]);
  expect(await late).toMatchObject({ text: 'late' });
});

test('faults and traffic are available over HTTP, and the traffic has no tokens', async () => {
  const { sandbox, client } = await start();
  const add = async (body: unknown): Promise<number> =>
    (await fetch(`${sandbox.url}_sandbox/faults`, { method: 'POST', body: JSON.stringify(body) })).status;
  expect(await add({ kind: 'nonsense' })).toBe(400);
  expect(await add({ kind: 'delay', delayMs: 1, method: 'auth.test', times: 2 })).toBe(200);
  await client.auth.test({ token: sandbox.botToken });
  expect(sandbox.faults.pending()).toMatchObject([{ kind: 'delay', times: 1 }]);
  const traffic = await (await fetch(`${sandbox.url}_sandbox/traffic`)).text();
  const inspector = await (await fetch(`${sandbox.url}_inspector`)).text();
  expect(traffic).toContain('auth.test');
  expect(inspector).toContain('auth.test');
  expect(traffic + inspector).not.toContain(sandbox.botToken);
});

test('a test can wait for a call, and a check that throws ends the wait', async () => {
  const { sandbox, client } = await start();
  const called = (): boolean =>
    sandbox.traffic.entries().some((entry) => entry.name === 'api.test' && entry.status === 200);
  const waiting = sandbox.control.waitFor(called);
  await client.api.test();
  expect(await waiting).toBe(true);
  sandbox.traffic.clear();
  const failing = sandbox.control.waitFor(() => {
    if (sandbox.traffic.entries().length > 0) throw new Error('seen');
    return null;
  });
  await Promise.all([expect(failing).rejects.toThrow('seen'), client.api.test()]);
  await expect(sandbox.control.waitFor(() => null, 1)).rejects.toThrow('Waited 1 ms');
});

test('a fault on a response URL is returned to the app', async () => {
  const { sandbox } = await start();
  sandbox.faults.add({ kind: 'error-500', method: 'response_url' });
  const respond = async (): Promise<number> =>
    (await fetch(`${sandbox.url}commands/T0SANDBOX/T1/none`, { method: 'POST', body: '{"text":"x"}' })).status;
  expect([await respond(), await respond()]).toEqual([500, 404]);
});

test('only the last messages and calls are kept', async () => {
  const { sandbox, client } = await start({ keepMessages: 3, keepTraffic: 4 });
  for (let nth = 0; nth < 10; nth += 1) await post(client, { channel: 'C0SALES', text: `${nth}` });
  expect(sandbox.control.messages('sales').map((message) => message.text)).toEqual(['7', '8', '9']);
  expect(sandbox.ledger().length).toBeLessThan(6);
  expect(sandbox.traffic.entries()).toHaveLength(4);
});
