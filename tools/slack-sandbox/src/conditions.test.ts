import { WebClient } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import type { SandboxOptions, SlackSandbox } from './index.ts';
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

test('a limited history: once a minute for each method, 15 a page, and a cursor that new messages do not move', async () => {
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

test('metadata withheld comes back to nobody, and is shown again afterwards', async () => {
  const { sandbox, client } = await start({ isMetadataWithheld: true });
  await post(client, 'm1');
  const read = async () => (await client.conversations.history({ channel, include_all_metadata: true })).messages?.[0];
  expect(await read()).not.toHaveProperty('metadata');
  sandbox.conditions.isMetadataWithheld = false;
  expect(await read()).toMatchObject({ metadata: { event_payload: { key: 'm1' } } });
});
