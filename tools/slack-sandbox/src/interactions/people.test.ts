/**
 * Tests how the app gets the presses, commands and messages of guests, of people from another company,
 * and of people in an organization.
 */
import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import type { Message, SandboxOptions, SlackSandbox } from '../index.ts';
import { record, type Json } from '../json.ts';
import { sandboxWithApp, stopAll } from '../test-app.ts';

afterEach(stopAll);

const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });
const button = {
  type: 'actions' as const,
  elements: [{ type: 'button' as const, action_id: 'open', value: '1', text: plain('Open') }],
};
const view = {
  type: 'modal' as const,
  callback_id: 'lead',
  title: plain('A lead'),
  submit: plain('Save'),
  blocks: [{ type: 'section' as const, text: plain('Only for the person who pressed') }],
};

/** Returns the payloads that the app gets. The app's button answers privately and opens a view. */
function listen(app: App): Json[] {
  const got: Json[] = [];
  app.command('/leads', async ({ ack, body }) => {
    got.push({ ...body });
    await ack('For you alone');
  });
  app.action('open', async ({ ack, body, client, respond }) => {
    got.push({ ...body });
    await ack();
    await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view });
    await respond({ text: `For ${body.user.id}`, replace_original: false });
  });
  app.view('lead', async ({ ack, body }) => {
    got.push({ ...body });
    await ack();
  });
  return got;
}

async function start(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; app: App; got: Json[] }> {
  const { sandbox, app } = await sandboxWithApp({ limits: false, ...options });
  return { sandbox, app, got: listen(app) };
}

async function posted({ sandbox, app }: { sandbox: SlackSandbox; app: App }, channel: string): Promise<Message> {
  const answer = sandbox.control.nextMessage();
  await app.client.chat.postMessage({ channel, text: 'A card', blocks: [button] });
  return answer;
}

test('the payload of a press by a person from another company has our workspace, and only that person gets the answer', async () => {
  const started = await start();
  const { sandbox, got } = started;
  const card = await posted(started, 'C0AGENCY');
  const privately = sandbox.control.nextMessage();
  expect(await sandbox.control.click('omar', card, 'open')).toBeNull();
  expect(got[0]).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0OMAR', team_id: 'T0AGENCY' },
    team: { id: 'T0SANDBOX', domain: 'sandbox-motors' },
    channel: { id: 'C0AGENCY', name: 'with-agency' },
    enterprise: null,
    is_enterprise_install: false,
    message: { team: 'T0SANDBOX' },
  });
  expect(await privately).toMatchObject({ text: 'For U0OMAR', ephemeralTo: 'U0OMAR' });
  const texts = (as: string) => sandbox.control.messages('with-agency', { as }).map(({ text }) => text);
  expect([texts('omar'), texts('samir')]).toEqual([['A card', 'For U0OMAR'], ['A card']]);
  expect([sandbox.control.views('omar').length, sandbox.control.views('samir').length]).toEqual([1, 0]);
});

test('a view of a person from another company contains their workspace, and ours as the app’s', async () => {
  const started = await start();
  const { sandbox, got } = started;
  await sandbox.control.click('omar', await posted(started, 'C0AGENCY'), 'open');
  const shown = await sandbox.control.waitFor(() => sandbox.control.views('omar')[0]);
  expect(await sandbox.control.submitView('omar', shown)).toEqual({ ok: true });
  expect(got[1]).toMatchObject({
    type: 'view_submission',
    user: { id: 'U0OMAR', team_id: 'T0AGENCY' },
    team: { id: 'T0AGENCY' },
    view: { team_id: 'T0AGENCY', app_installed_team_id: 'T0SANDBOX' },
  });
  await expect(sandbox.control.submitView('samir', shown)).rejects.toThrow('view_not_found');
});

test('people can press and type only in channels that they are in', async () => {
  const started = await start();
  const { sandbox } = started;
  const card = await posted(started, 'C0SALES');
  for (const user of ['ghada', 'omar']) {
    await expect(sandbox.control.click(user, card, 'open')).rejects.toThrow('not_in_channel');
    await expect(sandbox.control.say(user, 'sales', '/leads today')).rejects.toThrow('not_in_channel');
  }
  expect(await sandbox.control.say('omar', 'with-agency', '/leads today')).toBe('invalid_command');
  expect(started.got).toEqual([]);
});

test('a guest’s command in their own channel is like other people’s commands', async () => {
  const { sandbox, got } = await start();
  expect(await sandbox.control.say('ghada', 'guest-only', '/leads today')).toBeNull();
  expect(got[0]).toMatchObject({
    command: '/leads',
    team_id: 'T0SANDBOX',
    team_domain: 'sandbox-motors',
    channel_id: 'C0GUESTONLY',
    user_id: 'U0GHADA',
    is_enterprise_install: 'false',
  });
  expect(got[0]).not.toHaveProperty('enterprise_id');
  const texts = (as: string) => sandbox.control.messages('guest-only', { as }).map(({ text }) => text);
  expect([texts('ghada'), texts('samir')]).toEqual([['For you alone'], []]);
});

test('commands, presses and events in an organization say which organization it is', async () => {
  const started = await start({ enterprise: { id: 'E0GROUP', name: 'Invented Group' } });
  const { sandbox, app, got } = started;
  const events: Json[] = [];
  app.event('message', async ({ body }) => void events.push({ ...body }));
  await sandbox.control.say('samir', 'sales', '/leads today');
  await sandbox.control.click('samir', await posted(started, 'C0SALES'), 'open');
  expect(got[0]).toMatchObject({ enterprise_id: 'E0GROUP', enterprise_name: 'Invented Group', team_id: 'T0SANDBOX' });
  expect(got[1]).toMatchObject({ enterprise: { id: 'E0GROUP', name: 'Invented Group' }, is_enterprise_install: false });
  await sandbox.control.say('samir', 'sales', 'hello');
  await sandbox.control.waitFor(() => events[0]);
  expect(events[0]).toMatchObject({
    context_enterprise_id: 'E0GROUP',
    authorizations: [{ enterprise_id: 'E0GROUP', team_id: 'T0SANDBOX' }],
  });
});

test('a message of a person from another company has their workspace, and says the channel is shared', async () => {
  const { sandbox, app } = await start();
  const events: Json[] = [];
  app.event('message', async ({ body }) => void events.push({ ...body }));
  await sandbox.control.say('omar', 'with-agency', 'hello');
  await sandbox.control.say('samir', 'sales', 'hello');
  await sandbox.control.waitFor(() => events[1]);
  const told = events.map((body) => [
    body['team_id'],
    body['context_team_id'],
    body['is_ext_shared_channel'],
    record(body['event'])['user_team'],
  ]);
  expect(told.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
    ['T0AGENCY', 'T0SANDBOX', true, 'T0AGENCY'],
    ['T0SANDBOX', 'T0SANDBOX', false, 'T0SANDBOX'],
  ]);
});
