/** Tests the page's comparison over HTTP: the results for one person of each kind. */
import { afterEach, expect, test } from 'vitest';
import type { PageComparison, PageRequests, PageSight } from '../page/protocol.ts';
import type { SlackSandbox } from '../index.ts';
import { sandboxWithApp, stopAll } from '../test-app.ts';

afterEach(stopAll);

const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });

/** Returns the first state that the stream sends. */
async function comparison(sandbox: SlackSandbox): Promise<PageComparison> {
  const response = await fetch(`${sandbox.url}_page/comparison`);
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    const line = text.split('\n\n').find((one, at, all) => one.startsWith('data: ') && at < all.length - 1);
    if (line !== undefined) return JSON.parse(line.slice(6)) as PageComparison;
  }
  throw new Error('the stream ended');
}

async function compare(sandbox: SlackSandbox, attempt: PageRequests['compare']): Promise<unknown> {
  const response = await fetch(`${sandbox.url}_page/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(attempt),
  });
  return response.json();
}

const short = ({ user, channel, error, notices, messages, views }: PageSight) => [
  user.name,
  user.kind,
  channel,
  error ?? notices.join(),
  messages.map(({ text }) => text).join(),
  views.length,
];

async function start() {
  const { sandbox, app } = await sandboxWithApp({ limits: false });
  app.command('/leads', async ({ ack, command }) => ack(`For ${command.user_name}`));
  app.action('open', async ({ ack, body, client, respond }) => {
    await ack();
    await respond({ text: `For ${body.user.id}`, replace_original: false });
    const view = { type: 'modal' as const, title: plain('Lead'), blocks: [] };
    await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view });
  });
  return { sandbox, app };
}

test('in a comparison one person of each kind types the command, each in a channel of their own', async () => {
  const { sandbox } = await start();
  const before = await comparison(sandbox);
  expect(before.sights.map(({ user }) => user.kind)).toEqual(['member', 'admin', 'single-channel-guest', 'outsider']);
  expect(await compare(sandbox, { text: '/leads today' })).toEqual({ ok: true });
  expect((await comparison(sandbox)).sights.map(short)).toEqual([
    ['noura', 'member', 'C0SALES', '', 'For noura', 0],
    ['amal', 'admin', 'C0INTEGRATION', '', 'For amal', 0],
    ['ghada', 'single-channel-guest', 'C0GUESTONLY', '', 'For ghada', 0],
    ['omar', 'outsider', 'C0AGENCY', 'invalid_command', '', 0],
  ]);
});

test('in a comparison the people in a card’s channel press the card’s button, and an earlier comparison is forgotten', async () => {
  const { sandbox, app } = await start();
  await compare(sandbox, { text: '/leads today' });
  const elements = [{ type: 'button' as const, action_id: 'open', text: plain('Open') }];
  const blocks = [{ type: 'actions' as const, block_id: 'card', elements }];
  await app.client.chat.postMessage({ channel: 'C0AGENCY', text: 'A \u2068card\u2069', blocks });
  const [press] = (await comparison(sandbox)).presses;
  expect(press).toMatchObject({ channel: 'C0AGENCY', actionId: 'open', label: 'Open — #with-agency: A card' });
  if (press === undefined) throw new Error('no button');
  expect(await compare(sandbox, { press })).toEqual({ ok: true });
  await sandbox.control.waitFor(() => sandbox.control.views('omar')[0]);
  await sandbox.control.waitFor(() => sandbox.control.views('noura')[0] && sandbox.control.views('amal')[0]);
  expect((await comparison(sandbox)).sights.map(short)).toEqual([
    ['noura', 'member', 'C0AGENCY', '', 'For U0NOURA', 1],
    ['amal', 'admin', 'C0AGENCY', '', 'For U0AMAL', 1],
    ['ghada', 'single-channel-guest', 'C0AGENCY', 'not_in_channel', '', 0],
    ['omar', 'outsider', 'C0AGENCY', '', 'For U0OMAR', 1],
  ]);
});

test('a comparison prefers people who are in the channel, and leaves out deactivated people', async () => {
  const { sandbox } = await start();
  sandbox.control.changePerson('noura', { isDeleted: true });
  sandbox.control.changePerson('samir', { guest: 'several' });
  await compare(sandbox, { text: '/leads', channel: 'C0INTEGRATION' });
  expect((await comparison(sandbox)).sights.map(short)).toEqual([
    ['samir', 'guest', 'C0INTEGRATION', '', 'For samir', 0],
    ['idris', 'member', 'C0INTEGRATION', '', 'For idris', 0],
    ['amal', 'admin', 'C0INTEGRATION', '', 'For amal', 0],
    ['ghada', 'single-channel-guest', 'C0INTEGRATION', 'not_in_channel', '', 0],
    ['omar', 'outsider', 'C0INTEGRATION', 'not_in_channel', '', 0],
  ]);
  expect(await compare(sandbox, { press: {} } as unknown as PageRequests['compare'])).toEqual({
    ok: false,
    error: 'missing_channel',
  });
});
