import { startSlackSandbox, type SlackSandbox } from '@leadbell/slack-sandbox';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { slackLog } from './slack-log.ts';
import { createCalls } from './calls.ts';
import { createClient } from './client.ts';
import { createTransport } from './transport.ts';
import { slackProblem } from './errors.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const started = 1_750_000_000_000;
let passedMs: number;
let slack: SlackSandbox;
beforeEach(async () => {
  passedMs = 0;
  slack = await startSlackSandbox({ limits: false, now: () => started + passedMs });
});
afterEach(() => slack.close());

function open() {
  const calls = createCalls(createTransport(), () => passedMs);
  const client = createClient(
    { apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch, transport: calls.transport },
    slackLog(log),
  );
  const token = slack.botToken;
  return {
    calls,
    test: () => client.auth.test({ token }),
    post: () => client.apiCall('chat.postMessage', { token, channel: 'C0SALES', text: 'hello' }),
  };
}

it('an aborted post has an unknown outcome, and later posts are sent', async () => {
  const { calls, post, test } = open();
  slack.faults.add({ kind: 'delay', delayMs: 60_000, method: 'chat.postMessage' });
  slack.faults.add({ kind: 'delay', delayMs: 300, method: 'auth.test' });
  const cut = post().then(
    () => 'posted',
    (error: unknown) => slackProblem(error)?.class ?? 'unclear',
  );
  const whole = test();
  await slack.control.waitFor(() => slack.traffic.entries().length === 2);
  calls.cut();
  expect(await cut).toBe('unclear');
  expect(await whole).toMatchObject({ ok: true });
  expect(await post()).toMatchObject({ ok: true });
});

it('Slack’s time is taken from its answers, unless posted messages contradict it', async () => {
  const { calls, test } = open();
  expect(calls.slackNow()).toBeNull();
  await test();
  passedMs = 5_000;
  expect(calls.slackNow()).toBe(started + 5_000);
  calls.sawPost(`${(started + 4_000) / 1_000}`);
  expect(calls.slackNow()).toBe(started + 5_000);
  calls.sawPost(`${(started + 60_000) / 1_000}`);
  expect(calls.slackNow()).toBeNull();
});

it('a call that Slack refuses because of its token is sent once more if there is a newer token', async () => {
  const tokens = { now: 'xoxb-old', newer: slack.botToken, looks: 0 };
  const settings = {
    apiUrl: slack.apiUrl,
    timeoutMs: 60_000,
    fetch,
    transport: createTransport(),
    tokens: {
      present: () => tokens.now,
      lookAgain() {
        tokens.looks += 1;
        tokens.now = tokens.newer;
      },
    },
  };
  const client = createClient(settings, slackLog(log));
  const post = () => client.apiCall('chat.postMessage', { token: 'xoxb-old', channel: 'C0SALES', text: 'hello' });
  expect(await post()).toMatchObject({ ok: true });
  expect(await post()).toMatchObject({ ok: true });
  expect(tokens.looks).toBe(1);
  tokens.now = tokens.newer = 'xoxb-other';
  await expect(post()).rejects.toThrow(/invalid_auth/);
  expect(slack.ledger()).toHaveLength(2);
});
