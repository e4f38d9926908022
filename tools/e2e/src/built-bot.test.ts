// Tests the bot as `npm start` runs it: built, in an empty folder, with the bundled PostgreSQL.
import { builtBot, startSandbox } from '@leadbell/launcher';
import { expect, test } from 'vitest';

test('the built bot starts in an empty folder, polls and answers', async () => {
  const entry = await builtBot();
  expect(entry.pathname).toMatch(/\/apps\/slackbot\/out\/start\/[\da-f]{16}\.mjs$/);
  const sandbox = await startSandbox({ entry, stdio: 'ignore' });
  const { control } = sandbox.slack;
  await control.say('noura', 'sales', '/leads today');
  const texts = () => control.messages('sales', { as: 'noura' }).map((message) => JSON.stringify(message));
  await control.waitFor(() => texts().some((text) => text.includes('Today')));
  await sandbox.stop();
  expect(sandbox.bot.child.exitCode).toBe(0);
});
