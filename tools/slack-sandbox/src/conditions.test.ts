import { readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import { coverage, type SandboxOptions, type SlackSandbox } from './index.ts';
import { quiet, sandboxOnly, stopAll } from './test-app.ts';

afterEach(stopAll);

async function start(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; client: WebClient }> {
  const sandbox = await sandboxOnly({ limits: false, ...options });
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
  return { sandbox, client };
}

const channel = 'C0SALES';

async function post(client: WebClient, text: string, threadTs?: string) {
  const metadata = { event_type: 'test', event_payload: { key: text } };
  const { ts = '', message } = await client.chat.postMessage({
    channel,
    text,
    metadata,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });
  return { ts, threadTs: message?.thread_ts };
}

function code(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'accepted',
    (error: unknown) => (error as { data?: { error?: string } }).data?.error ?? (error as { code?: string }).code,
  );
}

test('a limited history allows each method one call per minute, with 15 items per page; new messages do not move its cursor', async () => {
  let at = 1_750_000_000_000;
  const { sandbox, client } = await start({ now: () => at, isHistoryLimited: true });
  for (let n = 1; n <= 20; n += 1) await post(client, `m${n}`);
  const first = await client.conversations.history({ channel, limit: 200 });
  expect(first.messages).toHaveLength(15);
  expect(await code(client.conversations.history({ channel }))).toBe('slack_webapi_rate_limited_error');
  await post(client, 'new');
  at += 59_000;
  expect(await code(client.conversations.history({ channel }))).toBe('slack_webapi_rate_limited_error');
  at += 1_000;
  const second = await client.conversations.history({ channel, cursor: first.response_metadata?.next_cursor ?? '' });
  expect(second.messages?.map(({ text }) => text)).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
  sandbox.conditions.isHistoryLimited = false;
  expect((await client.conversations.history({ channel })).messages).toHaveLength(21);
});

test('while metadata is withheld no app gets it; afterwards apps get it again', async () => {
  const { sandbox, client } = await start({ isMetadataWithheld: true });
  await post(client, 'm1');
  const read = async () => (await client.conversations.history({ channel, include_all_metadata: true })).messages?.[0];
  expect(await read()).not.toHaveProperty('metadata');
  sandbox.conditions.isMetadataWithheld = false;
  expect(await read()).toMatchObject({ metadata: { event_payload: { key: 'm1' } } });
});

test('replies to a deleted message go to the channel, unless other replies keep its thread', async () => {
  const { sandbox, client } = await start();
  const shown = async () =>
    (await client.conversations.history({ channel })).messages?.map(({ text, subtype }) => subtype ?? text);
  const alone = await post(client, 'alone');
  const root = await post(client, 'root');
  const reply = await post(client, 'reply', root.ts);
  const message = (ts: string) => {
    const found = sandbox.ledger().find((one) => one.ts === ts);
    if (found === undefined) throw new Error('not in the ledger');
    return found;
  };
  sandbox.control.deleteMessage(message(alone.ts));
  sandbox.control.deleteMessage(message(root.ts));
  expect(await shown()).toEqual(['tombstone']);
  expect(await post(client, 'late', root.ts)).toMatchObject({ threadTs: root.ts });
  expect(await post(client, 'orphan', alone.ts)).toMatchObject({ threadTs: undefined });
  expect(await shown()).toEqual(['orphan', 'tombstone']);
  for (const { ts } of [alone, root])
    expect(await code(client.chat.update({ channel, ts, text: 'new' }))).toBe('message_not_found');
  sandbox.control.deleteMessage(message(reply.ts));
  for (const one of sandbox.control.messages(channel)) if (one.text === 'late') sandbox.control.deleteMessage(one);
  expect(await shown()).toEqual(['orphan']);
  // The ledger keeps deleted messages.
  expect(sandbox.ledger().map(({ text, isDeleted }) => [text, isDeleted === true])).toEqual([
    ['alone', true],
    ['root', true],
    ['reply', true],
    ['late', true],
    ['orphan', false],
  ]);
});

test('guests and people of another workspace are marked, and have no commands and no direct messages', async () => {
  const { sandbox, client } = await start({
    users: [
      { id: 'U0HOTEL', name: 'hotel', realName: 'Hotel Testali' },
      { id: 'U0GUEST', name: 'guest', realName: 'Golf Testali', guest: 'several' },
      { id: 'U0SINGLE', name: 'single', realName: 'Sierra Testali', guest: 'one' },
      { id: 'U0OTHER', name: 'other', realName: 'Oscar Testali', teamId: 'T0OTHER' },
      { id: 'U0FAR', name: 'far', realName: 'Foxtrot Testali', teamId: 'T0OTHER' },
      { id: 'U0GONE', name: 'gone', realName: 'Golf Gone', isDeleted: true },
    ],
    channels: [{ id: channel, name: 'sales', members: ['U0HOTEL', 'U0OTHER'], bot: true }],
  });
  const rights = async (user: string) => {
    const { team_id, is_restricted, is_ultra_restricted, is_stranger, deleted } =
      (await client.users.info({ user })).user ?? {};
    return [team_id, is_restricted, is_ultra_restricted, is_stranger, deleted];
  };
  expect(await rights('U0HOTEL')).toEqual(['T0SANDBOX', false, false, false, false]);
  expect(await rights('U0GUEST')).toEqual(['T0SANDBOX', true, false, false, false]);
  expect(await rights('U0SINGLE')).toEqual(['T0SANDBOX', true, true, false, false]);
  expect(await rights('U0OTHER')).toEqual(['T0OTHER', false, false, false, false]);
  expect(await rights('U0FAR')).toEqual(['T0OTHER', false, false, true, false]);
  expect(await rights('U0GONE')).toEqual(['T0SANDBOX', undefined, undefined, undefined, true]);
  expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_ext_shared: true });
  expect((await client.users.list({})).members?.map(({ id }) => id)).not.toContain('U0OTHER');
  expect(await code(client.conversations.open({ users: 'U0OTHER' }))).toBe('user_not_visible');
  expect(await code(client.conversations.open({ users: 'U0GONE' }))).toBe('user_disabled');
  expect(await sandbox.control.say('other', 'sales', '/leads today')).toBe('invalid_command');
});

test('without a messages tab neither people nor the app can send direct messages', async () => {
  const { sandbox, client } = await start();
  const dm = 'D0NOURA';
  expect(await code(client.chat.postMessage({ channel: dm, text: 'hello' }))).toBe('accepted');
  sandbox.conditions.hasMessagesTab = false;
  expect(await code(client.chat.postMessage({ channel: dm, text: 'hello' }))).toBe('messages_tab_disabled');
  expect(await sandbox.control.say('noura', dm, 'hello')).toBe('messages_tab_disabled');
});

const documented = JSON.parse(
  readFileSync(new URL('../../../libs/testing/cases/slack-codes.json', import.meta.url), 'utf8'),
) as { methods: Record<string, string[]> };

test('every method can answer with each code that is documented for it', async () => {
  const { sandbox, client } = await start();
  const wrong: string[] = [];
  for (const method of coverage.methods)
    for (const wanted of documented.methods[method] ?? []) {
      sandbox.faults.add({ method, kind: `error:${wanted}` });
      const got = await code(client.apiCall(method, {}));
      // Slack's SDK turns `ratelimited` into an error of its own.
      if (got !== wanted && wanted !== 'ratelimited') wrong.push(`${method} ${wanted}: ${String(got)}`);
    }
  expect(wrong).toEqual([]);
});
