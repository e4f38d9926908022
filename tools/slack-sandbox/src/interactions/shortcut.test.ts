import { afterEach, expect, test } from 'vitest';
import { sandboxWithApp, stopAll } from '../test-app.ts';

afterEach(stopAll);

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const manifest = {
  features: {
    bot_user: { display_name: 'Bot' },
    shortcuts: [
      { name: 'Look at this', type: 'message', callback_id: 'look', description: 'x' },
      { name: 'Begin', type: 'global', callback_id: 'begin', description: 'x' },
    ],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write'] } },
  settings: { interactivity: { is_enabled: true }, socket_mode_enabled: true },
};

test('a message shortcut sends the message, its channel and an address to reply to', async () => {
  const { sandbox, app } = await sandboxWithApp({ manifest });
  app.shortcut({ callback_id: 'look', type: 'message_action' }, async ({ ack, shortcut, respond }) => {
    await ack();
    await respond({ text: `seen: ${String(shortcut.message.text)} in ${shortcut.channel.name}` });
  });
  const { control } = sandbox;
  await control.say('noura', 'sales', 'call 0500000001');
  const [said] = control.messages('sales');
  const answer = control.nextMessage(({ botId }) => botId !== undefined);
  expect(await control.shortcut('noura', 'look', said)).toBe(null);
  expect(await answer).toMatchObject({ text: 'seen: call 0500000001 in sales', ephemeralTo: 'U0NOURA' });
});

test('a global shortcut sends no channel, but a trigger with which the app can open a modal', async () => {
  const { sandbox, app } = await sandboxWithApp({ manifest });
  app.shortcut({ callback_id: 'begin', type: 'shortcut' }, async ({ ack, shortcut, client }) => {
    await ack();
    expect('channel' in shortcut).toBe(false);
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: 'modal', title: plain('x'), blocks: [] },
    });
  });
  await sandbox.control.shortcut('noura', 'begin');
  await sandbox.control.waitFor(() => sandbox.control.views('noura').length === 1);
});

test('only shortcuts in the manifest exist, each in its own menu, and people from another company have none', async () => {
  const { sandbox } = await sandboxWithApp({ manifest });
  const { control } = sandbox;
  await control.say('noura', 'with-agency', 'hello');
  const [said] = control.messages('with-agency');
  await expect(control.shortcut('noura', 'other')).rejects.toThrow('shortcut_not_found');
  await expect(control.shortcut('noura', 'look')).rejects.toThrow('shortcut_not_found');
  await expect(control.shortcut('noura', 'begin', said)).rejects.toThrow('shortcut_not_found');
  await expect(control.shortcut('omar', 'look', said)).rejects.toThrow('shortcut_not_found');
});
