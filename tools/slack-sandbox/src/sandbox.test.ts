import { App, LogLevel } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { startSlackSandbox, type SandboxOptions, type SlackSandbox } from './index.ts';

const started: (() => Promise<unknown>)[] = [];

async function sandboxWithApp(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; app: App }> {
  const sandbox = await startSlackSandbox({ ackTimeoutMs: 1000, ...options });
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  await app.start();
  started.push(() => app.stop(), sandbox.close);
  return { sandbox, app };
}

afterEach(async () => {
  for (const stop of started.splice(0)) await stop();
});

test('a command is acknowledged, answered to its writer only, and its button replaces the answer', async () => {
  const { sandbox, app } = await sandboxWithApp();
  app.command('/leads', async ({ ack, respond, command }) => {
    await ack();
    await respond({
      text: `Leads ${command.text}`,
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'more', value: '2', text: { type: 'plain_text', text: 'More' } }],
        },
      ],
    });
  });
  app.action('more', async ({ ack, respond, payload }) => {
    await ack();
    await respond({ replace_original: true, text: `More ${'value' in payload ? payload.value : ''}` });
  });
  const answered = sandbox.control.nextMessage();
  expect(await sandbox.control.say('noura', 'sales', '/leads today')).toBeNull();
  const message = await answered;
  expect(message.text).toBe('Leads today');
  expect(sandbox.control.messages('sales')).toEqual([]);
  expect(sandbox.control.messages('sales', { as: 'noura' })).toHaveLength(1);
  await sandbox.control.click('noura', message, 'more');
  await sandbox.control.waitFor(() => message.text === 'More 2');
  expect(message.blocks).toBeUndefined();
  expect(sandbox.control.messages('sales', { as: 'noura' })).toHaveLength(1);
});
