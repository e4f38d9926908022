import { setTimeout as delay } from 'node:timers/promises';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { expect, it } from 'vitest';
import { createClient, createDirectory, type Directory, createTransport, slackLog } from '@leadbell/slack-kit';
import { manifest } from '../testing/bot-context-fixtures.ts';

const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal });

function directoryOf(slack: SlackSandbox): Directory {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const client = createClient(
    { apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch, transport: createTransport() },
    slackLog(log),
  );
  return createDirectory({ client, token: slack.botToken, elapsed: () => 0, sleep });
}

it('the directory finds out, without reading history, where the bot can post', async () => {
  await using slack = await startSlackSandbox({ manifest, limits: false });
  const directory = directoryOf(slack);
  const asked = await Promise.all(
    ['C0SALES', 'C0OLDSALES', 'C0NOSUCH', 'U0NOURA'].map((channel) => directory.canReach(channel)),
  );
  expect(asked).toEqual([true, false, false, true]);
  slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.info' });
  expect(await directory.canReach('C0SALES')).toBeNull();
  expect(slack.traffic.entries().some(({ name }) => name === 'conversations.history')).toBe(false);
});

it('with the scopes of the manifest, the directory knows who is in a channel and in a direct message', async () => {
  await using slack = await startSlackSandbox({ manifest, limits: false });
  const directory = directoryOf(slack);
  const isIn = (channel: string, user: string) => directory.isIn(channel, user);
  expect(await isIn('G0MANAGERS', 'U0SAMIR')).toBe(true);
  expect(await isIn('G0MANAGERS', 'U0NOURA')).toBe(false);
  expect(await isIn('C0AGENCY', 'U0OMAR')).toBe(true);
  expect(await isIn('D0NOURA', 'U0NOURA')).toBe(true);
  expect(await isIn('D0NOURA', 'U0SAMIR')).toBe(false);
  // Slack opens no direct message with a person from another company.
  expect(await isIn('D0NOURA', 'U0OMAR')).toBeNull();
  slack.conditions.scopes = [];
  expect(await isIn('C0SALES', 'U0NOURA')).toBeNull();
});
