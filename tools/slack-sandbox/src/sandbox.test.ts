import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, expect, test } from 'vitest';
import { startSlackSandbox } from './index.ts';
import { connect, quiet, sandboxOnly, sandboxWithApp, stopAll } from './test-app.ts';

afterEach(stopAll);

const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });
const moreButton = {
  type: 'actions' as const,
  elements: [{ type: 'button' as const, action_id: 'more', value: '2', text: plain('More') }],
};

test('a command is acknowledged, only its author sees the answer, and a button replaces the answer', async () => {
  const { sandbox, app } = await sandboxWithApp();
  app.command('/leads', async ({ ack, respond, command }) => {
    await ack();
    await respond({ text: `Leads ${command.text}`, blocks: [moreButton] });
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
  expect(sandbox.control.messages('sales', { as: 'samir' })).toEqual([]);
  await sandbox.control.click('noura', message, 'more');
  await sandbox.control.waitFor(() => message.text === 'More 2');
  expect(message.blocks).toBeUndefined();
  expect(sandbox.control.messages('sales', { as: 'noura' })).toHaveLength(1);
});

test('an acknowledgement may contain the answer, and the response URL of a command can’t replace a message', async () => {
  const { sandbox, app } = await sandboxWithApp();
  app.command('/leads', async ({ ack, respond }) => {
    await ack('Fetching…');
    await respond({ text: 'Done', replace_original: true });
  });
  const done = sandbox.control.nextMessage((message) => message.text === 'Done');
  await sandbox.control.say('noura', 'sales', '/leads');
  await done;
  expect(
    sandbox.control
      .messages('sales', { as: 'noura' })
      .map((message) => message.text)
      .toSorted(),
  ).toEqual(['Done', 'Fetching…']);
});

test('a response URL works five times, then it is refused', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const sixth = Promise.withResolvers<unknown>();
  app.command('/leads', async ({ ack, respond }) => {
    await ack();
    for (let use = 1; use <= 5; use += 1) await respond({ text: `${use}`, response_type: 'in_channel' });
    await respond('6').catch(sixth.resolve);
  });
  await sandbox.control.say('noura', 'sales', '/leads');
  expect(await sixth.promise).toMatchObject({ code: 'slack_bolt_respond_error', statusCode: 404 });
  expect(sandbox.control.messages('sales').map((message) => message.text)).toEqual(['1', '2', '3', '4', '5']);
  expect(sandbox.traffic.entries().at(-1)).toMatchObject({
    name: 'response_url',
    status: 404,
    answer: { error: 'used_url' },
  });
});

test('a response URL ends after half an hour', async () => {
  let now = Date.UTC(2026, 10, 23, 9);
  const { sandbox, app } = await sandboxWithApp({ now: () => now });
  const late = Promise.withResolvers<unknown>();
  app.command('/leads', async ({ ack, respond }) => {
    await ack();
    now += 30 * 60_000 + 1;
    await respond('late').catch(late.resolve);
  });
  await sandbox.control.say('noura', 'sales', '/leads');
  await late.promise;
  expect(sandbox.control.messages('sales', { as: 'noura' })).toEqual([]);
});

test('a command that is not acknowledged is shown as failed, and so is a command without a receiver', async () => {
  const { sandbox, app } = await sandboxWithApp({ ackTimeoutMs: 50 });
  app.command('/leads', () => Promise.resolve());
  const notice = sandbox.control.nextNotice('noura');
  expect(await sandbox.control.say('noura', 'sales', '/leads')).toBe('operation_timeout');
  expect(await notice).toBe('/leads failed with the error “operation_timeout”');
  await app.stop();
  await sandbox.control.waitFor(() => sandbox.sockets.connections() === 0);
  expect(await sandbox.control.say('noura', 'sales', '/leads')).toBe('dispatch_failed');
});

test('each envelope goes to one of the connections, and an eleventh connection is refused', async () => {
  const { sandbox, app } = await sandboxWithApp();
  let heard = 0;
  const listen = (bolt: typeof app): void => {
    bolt.command('/leads', async ({ ack }) => {
      heard += 1;
      await ack();
    });
  };
  listen(app);
  for (let more = 0; more < 2; more += 1) listen(await connect(sandbox));
  expect(sandbox.sockets.connections()).toBe(3);
  for (let say = 0; say < 5; say += 1) await sandbox.control.say('noura', 'sales', '/leads');
  expect(heard).toBe(5);
  for (let more = 3; more < 10; more += 1) await connect(sandbox);
  const opened = await fetch(`${sandbox.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.appToken}` },
  });
  expect(await opened.json()).toMatchObject({ ok: false, error: 'too_many_websockets' });
});

test('workspaces of one Slack share connections and addresses, and nothing else', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const other = await sandboxOnly({
    beside: sandbox,
    botToken: 'xoxb-other-not-a-real-token',
    team: { id: 'T0OTHER', name: 'Other Motors', domain: 'other-motors' },
  });
  const heard: string[] = [];
  app.command('/leads', async ({ ack, body }) => {
    heard.push(body.team_id);
    await ack();
  });
  expect(await other.control.say('noura', 'sales', '/leads')).toBeNull();
  expect(await sandbox.control.say('noura', 'sales', '/leads')).toBeNull();
  expect(heard).toEqual(['T0OTHER', 'T0SANDBOX']);
  // The bot token says which workspace is meant, at either address.
  const channel = 'C0SALES';
  await app.client.chat.postMessage({ token: other.botToken, channel, text: 'for the other' });
  const said = (one: typeof sandbox) => one.ledger().flatMap(({ text }) => (text === 'for the other' ? [text] : []));
  expect([said(sandbox), said(other)]).toEqual([[], ['for the other']]);
  await expect(startSlackSandbox({ beside: sandbox })).rejects.toThrow('a bot token of its own');
});

test('an app that is asked to refresh reconnects, even after its connection was cut', async () => {
  const sandbox = await sandboxOnly();
  // Slack's SDK notices the cut only after its ping timeout.
  const client = new SocketModeClient({
    appToken: sandbox.appToken,
    clientPingTimeout: 50,
    logger: quiet,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  client.on('slash_commands', ({ ack }: { ack: () => Promise<void> }) => void ack());
  await client.start();
  const changes: boolean[] = [];
  sandbox.control.onEvent((event) => {
    if (event.type === 'app') changes.push(event.connected);
  });
  sandbox.sockets.disconnect('refresh_requested');
  await sandbox.control.waitFor(() => changes.join() === 'false,true');
  sandbox.sockets.drop();
  await sandbox.control.waitFor(() => changes.join() === 'false,true,false,true');
  expect(await sandbox.control.say('noura', 'sales', '/leads')).toBeNull();
  await client.disconnect();
});

test('a duplicated delivery carries the same envelope id', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const twice = Promise.withResolvers<void>();
  let heard = 0;
  app.command('/leads', async ({ ack }) => {
    heard += 1;
    if (heard === 2) twice.resolve();
    await ack();
  });
  sandbox.sockets.duplicateNext();
  await sandbox.control.say('noura', 'sales', '/leads');
  await twice.promise;
  expect(heard).toBe(2);
});

test('an event that is not acknowledged is sent again with the same id', async () => {
  const { sandbox, app } = await sandboxWithApp({ ackTimeoutMs: 50, eventRetryMs: [0, 0, 0] });
  await app.stop();
  await sandbox.control.waitFor(() => sandbox.sockets.connections() === 0);
  // Uses a bare WebSocket, because Bolt acknowledges by itself.
  const opened = await fetch(`${sandbox.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.appToken}` },
  });
  const { url } = (await opened.json()) as { url: string };
  const socket = new WebSocket(url);
  const frames: {
    type: string;
    envelope_id: string;
    retry_attempt: number;
    retry_reason: string;
    payload: { event_id: string };
  }[] = [];
  const third = Promise.withResolvers<void>();
  const hello = Promise.withResolvers<Record<string, unknown>>();
  socket.addEventListener('message', (event) => {
    const frame = JSON.parse(String(event.data)) as (typeof frames)[number];
    if (frame.type === 'hello') return hello.resolve({ ...frame });
    frames.push(frame);
    if (frames.length === 3) {
      socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
      third.resolve();
    }
  });
  expect(await hello.promise).toMatchObject({ num_connections: 1, connection_info: { app_id: 'A0SANDBOX' } });
  await sandbox.control.say('noura', 'sales', 'hello');
  await third.promise;
  expect(frames.map((frame) => [frame.retry_attempt, frame.retry_reason])).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
  ]);
  expect(new Set(frames.map((frame) => frame.payload.event_id)).size).toBe(1);
  expect(new Set(frames.map((frame) => frame.envelope_id)).size).toBe(3);
  socket.close();
});

test('messages, mentions and Home reach the app as events', async () => {
  const { sandbox, app } = await sandboxWithApp({ limits: false });
  const heard: string[] = [];
  app.message(/hello/, async ({ say }) => void (await say('Hello yourself')));
  app.event('app_mention', async ({ event }) => void heard.push(event.text));
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Home') }] },
    });
  });
  const answer = sandbox.control.nextMessage((message) => message.botId !== undefined);
  await sandbox.control.say('noura', 'sales', `hello <@nobody> & @Sandbox-App`);
  expect((await answer).text).toBe('Hello yourself');
  await sandbox.control.waitFor(() => sandbox.control.messages('sales').length === 2);
  expect(sandbox.control.messages('sales')[0]?.text).toContain(`&lt;@nobody&gt; &amp; <@${sandbox.botUserId}>`);
  sandbox.control.openHome('noura');
  expect(await sandbox.control.waitFor(() => sandbox.control.home('noura'))).toMatchObject({
    type: 'home',
    user: 'U0NOURA',
  });
  expect(heard).toHaveLength(1);
});

test('a taken port is reported with Node’s error code', async () => {
  const sandbox = await sandboxOnly();
  await expect(startSlackSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
