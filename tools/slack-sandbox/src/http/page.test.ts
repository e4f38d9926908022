import { afterEach, expect, test } from 'vitest';
import type { PageAnswer, PageEvent, PageState } from '../page/protocol.ts';
import type { SlackSandbox } from '../index.ts';
import { sandboxOnly, sandboxWithApp, stopAll } from '../test-app.ts';

afterEach(stopAll);

async function verb(sandbox: SlackSandbox, name: string, body: unknown): Promise<PageAnswer> {
  const response = await fetch(`${sandbox.url}_page/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as PageAnswer;
}

async function state(sandbox: SlackSandbox, user: string): Promise<PageState> {
  return (await (await fetch(`${sandbox.url}_page/state?user=${user}`)).json()) as PageState;
}

/** Reads the event stream until an event matches. */
async function firstEvent(
  sandbox: SlackSandbox,
  user: string,
  opened: () => void,
  passes: (event: PageEvent) => boolean,
): Promise<PageEvent> {
  const response = await fetch(`${sandbox.url}_page/events?user=${user}`);
  opened();
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    const lines = text.split('\n\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const event = JSON.parse(line.slice(6)) as PageEvent;
      if (passes(event)) return event;
    }
  }
  throw new Error('the stream ended');
}

test('a person sees their channels, their ephemeral messages and the commands', async () => {
  const { sandbox, app } = await sandboxWithApp();
  await app.client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0NOURA', text: 'only Noura' });
  const noura = await state(sandbox, 'U0NOURA');
  const samir = await state(sandbox, 'U0SAMIR');
  expect(noura.me.locale).toBe('ar-SA');
  expect(noura.app).toMatchObject({ connected: true, hasHome: true, botUserId: sandbox.botUserId });
  expect(noura.channels.map((channel) => channel.name)).toContain('sales-riyadh');
  expect(noura.channels.map((channel) => channel.name)).not.toContain('managers');
  expect(noura.channels.filter((channel) => channel.kind === 'im')).toMatchObject([
    { id: 'D0NOURA', withUser: 'U0NOURA' },
  ]);
  expect(noura.messages).toMatchObject([{ text: 'only Noura', ephemeral: true }]);
  expect(samir.messages).toEqual([]);
  expect((await fetch(`${sandbox.url}_page/state?user=U0NOBODY`)).status).toBe(404);
  const unnamed = (await (await fetch(`${sandbox.url}_page/state`)).json()) as PageState;
  expect(unnamed.me.id).toBe('U0SAMIR');
});

test.each([
  ['U0GHADA', ['guest-only']],
  ['U0OMAR', ['with-agency']],
  [
    'U0SAMIR',
    ['sales', 'sales-riyadh', 'integration', 'random', 'sales-2024', 'guest-only', 'with-agency', 'managers'],
  ],
])('%s sees their own channels and no others', async (user, names) => {
  const { sandbox, app } = await sandboxWithApp({ limits: false });
  for (const channel of ['C0SALES', 'C0GUESTONLY', 'C0AGENCY'])
    await app.client.chat.postMessage({ channel, text: `in ${channel}` });
  const { channels, messages } = await state(sandbox, user);
  expect(channels.filter(({ kind }) => kind !== 'im').map(({ name }) => name)).toEqual(names);
  const own = new Set(channels.map(({ id }) => id));
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.filter(({ channel }) => !own.has(channel))).toEqual([]);
});

test('events are streamed to those who may see them', async () => {
  const sandbox = await sandboxOnly();
  const opened = Promise.withResolvers<void>();
  const heard = firstEvent(sandbox, 'U0NOURA', opened.resolve, (event) => event.type === 'message');
  await opened.promise;
  await sandbox.control.say('samir', 'managers', 'not for Noura');
  await sandbox.control.say('samir', 'sales', 'for Noura');
  expect(await heard).toMatchObject({
    type: 'message',
    message: { text: 'for Noura', user: 'U0SAMIR', channel: 'C0SALES' },
  });
});

test('the page can send typed text, clicks and reactions', async () => {
  const { sandbox, app } = await sandboxWithApp();
  const clicked = Promise.withResolvers<string>();
  app.action('go', async ({ ack, body }) => {
    await ack();
    clicked.resolve(body.user.id);
  });
  app.command('/leads', async ({ ack }) =>
    ack({
      blocks: [
        { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
      ],
    }),
  );
  expect(await verb(sandbox, 'say', { user: 'U0NOURA', channel: 'C0SALES', text: '/leads' })).toEqual({ ok: true });
  const [message] = (await state(sandbox, 'U0NOURA')).messages;
  const container = { message: { channel: 'C0SALES', ts: message?.ts } };
  expect(await verb(sandbox, 'action', { user: 'U0NOURA', container, action: { action_id: 'go' }, state: {} })).toEqual(
    { ok: true },
  );
  expect(await clicked.promise).toBe('U0NOURA');
  await sandbox.control.say('samir', 'sales', 'hi');
  const ts = sandbox.control.messages('sales')[0]?.ts;
  expect(await verb(sandbox, 'react', { user: 'U0NOURA', channel: 'C0SALES', ts, name: 'eyes' })).toEqual({ ok: true });
  expect(sandbox.control.messages('sales')[0]?.reactions.get('eyes')).toEqual(['U0NOURA']);
  expect(await verb(sandbox, 'say', { user: 'U0NOURA', channel: 'G0MANAGERS', text: 'x' })).toEqual({
    ok: false,
    error: 'not_in_channel',
  });
  expect(await verb(sandbox, 'say', { user: 'U0NOURA', channel: 'C0SALES' })).toEqual({
    ok: false,
    error: 'missing_text',
  });
  expect(await verb(sandbox, 'constructor', {})).toEqual({ ok: false, error: 'unknown_verb' });
});

test('another origin cannot post to the page', async () => {
  const sandbox = await sandboxOnly();
  const body = JSON.stringify({ user: 'U0NOURA', channel: 'C0SALES', text: 'x' });
  const response = await fetch(`${sandbox.url}_page/say`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  });
  expect(response.status).toBe(405);
  expect(sandbox.ledger()).toEqual([]);
});

test('the page has few files, one of which is its whole program; nothing outside of the page folder is served', async () => {
  const sandbox = await sandboxOnly();
  const get = async (path: string): Promise<[number, string, string]> => {
    const response = await fetch(`${sandbox.url}${path}`);
    return [response.status, response.headers.get('content-type') ?? '', await response.text()];
  };
  const [, , html] = await get('');
  expect(html).toContain('src="/page/main.js"');
  const script = 'text/javascript; charset=utf-8';
  const [status, type, code] = await get('page/main.js');
  expect([status, type]).toEqual([200, script]);
  expect(code).toMatch(/"?smile"?: "😄"/);
  expect(code).not.toMatch(/^import |^interface |\bfrom ["']/m);
  expect(code).toMatch(/\/\/# sourceMappingURL=main\.js\.map\s*$/);
  const map = JSON.parse((await get('page/main.js.map'))[2]) as { readonly sources: readonly string[] };
  expect(map.sources.filter((source) => source.endsWith('parts/composer.ts'))).toHaveLength(1);
  expect((await get('page/styles/frame.css')).slice(0, 2)).toEqual([200, 'text/css; charset=utf-8']);
  for (const path of [
    'page/..%2findex.ts',
    'page/%2e%2e/index.ts',
    'page/main.ts',
    'page/tsconfig.json',
    'page/nothing.css',
    'package.json',
  ]) {
    expect((await get(path))[0]).toBe(404);
  }
});

test('closing the sandbox ends open streams and sockets', async () => {
  const { sandbox } = await sandboxWithApp();
  const response = await fetch(`${sandbox.url}_page/events?user=U0NOURA`);
  const ended = response.text().catch(() => 'cut');
  await Promise.all([sandbox.close(), sandbox.close()]);
  expect(await ended).toBeTypeOf('string');
  await expect(fetch(sandbox.url)).rejects.toThrow('fetch failed');
});
