import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, expect, test } from 'vitest';
import { sandboxWithApp, stopAll } from '../test-app.ts';

afterEach(stopAll);

const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });
const nameInput = {
  type: 'input' as const,
  block_id: 'name',
  label: plain('Name'),
  element: { type: 'plain_text_input' as const, action_id: 'value' },
};
const form = (title: string, more: KnownBlock[] = []): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain(title),
  submit: plain('Save'),
  private_metadata: 'kept',
  notify_on_close: true,
  blocks: [nameInput, ...more],
});
const named = (value: string): Record<string, Record<string, unknown>> => ({
  name: { value: { type: 'plain_text_input', value } },
});

test('the app can open, update, push and close modals, and refuse a submission', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const { control } = sandbox;
  app.command('/leads', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form('First') });
  });
  app.view('form', async ({ ack, view }) => {
    const name = view.state.values['name']?.['value']?.value;
    if (name === 'wrong') await ack({ response_action: 'errors', errors: { name: 'Not that' } });
    else if (name === 'update') await ack({ response_action: 'update', view: form('Second') });
    else if (name === 'push') await ack({ response_action: 'push', view: form('Third') });
    else if (name === 'clear') await ack({ response_action: 'clear' });
    else await ack();
  });
  const titles = (): unknown[] => control.views('noura').map((view) => view.title?.['text']);
  await control.say('noura', 'sales', '/leads');
  const view = await control.waitFor(() => control.views('noura')[0]);
  expect(view).toMatchObject({ callbackId: 'form', privateMetadata: 'kept' });

  expect(await control.submitView('noura', view)).toMatchObject({
    ok: false,
    error: 'missing_input',
    errors: { name: expect.any(String) },
  });
  expect(await control.submitView('noura', view, named('wrong'))).toMatchObject({
    ok: false,
    errors: { name: 'Not that' },
  });
  expect(await control.submitView('noura', view, named('update'))).toEqual({ ok: true });
  expect(titles()).toEqual(['Second']);
  expect(await control.submitView('noura', view.id, named('push'))).toEqual({ ok: true });
  expect(titles()).toEqual(['Second', 'Third']);
  expect(await control.submitView('noura', control.views('noura')[1]?.id ?? '', named('done'))).toEqual({ ok: true });
  expect(titles()).toEqual(['Second']);
  expect(await control.submitView('noura', view.id, named('clear'))).toEqual({ ok: true });
  expect(titles()).toEqual([]);
});

test('a trigger id works once, and only for 3 s', async () => {
  let now = Date.UTC(2026, 10, 23, 9);
  const { sandbox, app } = await sandboxWithApp({ now: () => now });
  const errors = Promise.withResolvers<unknown[]>();
  const open = async (client: typeof app.client, trigger: string): Promise<unknown> =>
    client.views.open({ trigger_id: trigger, view: form('x') }).then(
      () => 'opened',
      (error: unknown) => (error as { data: { error: string } }).data.error,
    );
  const triggers: string[] = [];
  app.command('/leads', async ({ ack, client, body }) => {
    await ack();
    triggers.push(body.trigger_id);
    if (triggers.length < 2) return;
    const seen = [await open(client, triggers[0] ?? ''), await open(client, triggers[0] ?? '')];
    now += 3001;
    errors.resolve([...seen, await open(client, triggers[1] ?? ''), await open(client, 'nonsense')]);
  });
  await sandbox.control.say('noura', 'sales', '/leads');
  await sandbox.control.say('noura', 'sales', '/leads');
  expect(await errors.promise).toEqual(['opened', 'exchanged_trigger_id', 'expired_trigger_id', 'invalid_trigger_id']);
});

test('closing a modal notifies the app, and actions in the modal carry its state', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const { control } = sandbox;
  const closed = Promise.withResolvers<unknown>();
  const acted = Promise.withResolvers<Record<string, unknown>>();
  app.command('/leads', async ({ ack, client, body }) => {
    await ack();
    const options = ['KIA', 'MG'].map((value) => ({ text: plain(value), value }));
    await client.views.open({
      trigger_id: body.trigger_id,
      view: form('x', [
        { type: 'actions', block_id: 'pick', elements: [{ type: 'static_select', action_id: 'brand', options }] },
      ]),
    });
  });
  app.action('brand', async ({ ack, body }) => {
    await ack();
    acted.resolve({ ...body });
  });
  app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
    await ack();
    closed.resolve('is_cleared' in body && body.is_cleared);
  });
  await control.say('noura', 'sales', '/leads');
  const view = await control.waitFor(() => control.views('noura')[0]);
  await control.selectOption('noura', view, 'brand', 'MG');
  expect(await acted.promise).toMatchObject({
    type: 'block_actions',
    container: { type: 'view', view_id: view.id },
    actions: [{ action_id: 'brand', block_id: 'pick', type: 'static_select', selected_option: { value: 'MG' } }],
    view: {
      state: { values: { pick: { brand: { selected_option: { value: 'MG' } } }, name: { value: { value: null } } } },
    },
  });
  await control.closeView('noura', view);
  expect(await closed.promise).toBe(false);
  expect(control.views('noura')).toEqual([]);
});

test('a click sends its message to the app, unless the message is ephemeral; the response URL can delete an ephemeral message', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const { control } = sandbox;
  const blocks = [
    { type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value: 'v' }] },
  ];
  const bodies: Record<string, unknown>[] = [];
  app.action('go', async ({ ack, body, respond }) => {
    await ack();
    bodies.push({ ...body });
    if (bodies.length === 2) await respond({ delete_original: true });
  });
  await app.client.apiCall('chat.postMessage', { channel: 'C0SALES', text: 'for all', blocks });
  await app.client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0NOURA', text: 'for one', blocks });
  const [shared, whispered] = control.messages('sales', { as: 'noura' });
  if (shared === undefined || whispered === undefined) throw new Error('two messages were posted');
  await control.click('samir', shared, 'go');
  await expect(control.click('samir', whispered, 'go')).rejects.toThrow('message_not_found');
  await control.click('noura', whispered, 'go');
  await control.waitFor(() => control.messages('sales', { as: 'noura' }).length === 1);
  expect(bodies).toMatchObject([
    {
      user: { id: 'U0SAMIR', username: 'samir', team_id: 'T0SANDBOX' },
      container: { type: 'message', channel_id: 'C0SALES', message_ts: shared.ts, is_ephemeral: false },
      channel: { id: 'C0SALES', name: 'sales' },
      message: { ts: shared.ts, bot_id: 'B0SANDBOX' },
      actions: [{ type: 'button', action_id: 'go', block_id: 'b', value: 'v', action_ts: expect.any(String) }],
      response_url: expect.stringContaining('/actions/'),
    },
    { container: { is_ephemeral: true } },
  ]);
  expect(bodies[1]).not.toHaveProperty('message');
  await expect(control.click('noura', shared, 'nobody')).rejects.toThrow('action_not_found');
});

test('an external select asks the app for its options', async () => {
  const { sandbox, app } = await sandboxWithApp();
  app.options('city', async ({ ack, payload }) => {
    await ack({ options: [{ text: plain(`${payload.value}h`), value: 'ruh' }] });
  });
  const blocks = [
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'external_select', action_id: 'city', min_query_length: 2, placeholder: plain('City') }],
    },
  ];
  await app.client.apiCall('chat.postMessage', { channel: 'C0SALES', text: 'x', blocks });
  const [message] = sandbox.control.messages('sales');
  if (message === undefined) throw new Error('a message was posted');
  const typed = { blockId: 'b', actionId: 'city' };
  expect(await sandbox.control.suggest('noura', message, { ...typed, value: 'R' })).toEqual([]);
  expect(await sandbox.control.suggest('noura', message, { ...typed, value: 'Riyad' })).toEqual([
    { text: plain('Riyadh'), value: 'ruh' },
  ]);
});

test('an invalid modal is refused, as in Slack', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const lines = Promise.withResolvers<string[]>();
  app.command('/leads', async ({ ack, client, body }) => {
    await ack();
    const view = { type: 'modal', title: plain('x'.repeat(25)), blocks: [nameInput, { type: 'table', rows: [] }] };
    await client.apiCall('views.open', { trigger_id: body.trigger_id, view }).catch((error: unknown) => {
      lines.resolve((error as { data: { response_metadata: { messages: string[] } } }).data.response_metadata.messages);
    });
  });
  await sandbox.control.say('noura', 'sales', '/leads');
  expect(await lines.promise).toEqual([
    '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    '[ERROR] unsupported type: table [json-pointer:/view/blocks/1/type]',
    '[ERROR] missing required field: submit (the view has an input) [json-pointer:/view]',
  ]);
});

test('only commands in the manifest exist, and only events in the manifest are sent', async () => {
  const manifest = {
    display_information: { name: 'Leadbell Test' },
    features: {
      bot_user: { display_name: 'leadbell' },
      app_home: { home_tab_enabled: false },
      slash_commands: [{ command: '/leads', description: 'Leads', usage_hint: 'today', should_escape: true }],
    },
    oauth_config: { scopes: { bot: ['chat:write', 'commands'] } },
    settings: {
      socket_mode_enabled: true,
      interactivity: { is_enabled: true },
      event_subscriptions: { bot_events: ['app_mention'] },
    },
  };
  const { sandbox, app } = await sandboxWithApp({ manifest });
  const texts: string[] = [];
  app.command('/leads', async ({ ack, command }) => {
    texts.push(command.text);
    await ack();
  });
  expect(await sandbox.control.say('noura', 'sales', '/other')).toBe('invalid_command');
  expect(await sandbox.control.say('noura', 'sales', '/leads in #sales for @samir')).toBeNull();
  expect(texts).toEqual(['in <#C0SALES|sales> for <@U0SAMIR|samir>']);
  expect(() => sandbox.control.openHome('noura')).toThrow('home_disabled');
  await sandbox.control.say('noura', 'sales', 'hello');
  expect(sandbox.traffic.entries().filter((entry) => entry.name === 'events_api')).toEqual([]);
});
