import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { expect, it } from 'vitest';
import { createClient, createDirectory, slackLog } from '@leadbell/slack-kit';
import { manifest } from '../testing/bot-context-fixtures.ts';

it('finds out where the bot can post without reading history', async () => {
  await using slack = await startSlackSandbox({ manifest, limits: false });
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const client = createClient({ apiUrl: slack.apiUrl, timeoutMs: 1_000, fetch }, slackLog(log));
  const directory = createDirectory({ client, token: slack.botToken, elapsed: () => 0 });
  const asked = await Promise.all(
    ['C0SALES', 'C0OLDSALES', 'C0NOSUCH', 'U0NOURA'].map((channel) => directory.canReach(channel)),
  );
  expect(asked).toEqual([true, false, false, true]);
  slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.info' });
  expect(await directory.canReach('C0SALES')).toBeNull();
  expect(slack.traffic.entries().some(({ name }) => name === 'conversations.history')).toBe(false);
});
