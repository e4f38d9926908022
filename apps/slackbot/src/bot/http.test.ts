import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { startBot } from '../testing/bot-context-fixtures.ts';
import type { Bot } from '../testing/bot-context-fixtures.ts';

const body = 'command=%2Fleads&text=today&user_id=U0NOURA&team_id=T0SANDBOX&channel_id=C0SALES&trigger_id=1.2.3';

async function post(
  bot: Bot,
  { secret = bot.slack.signingSecret, at = Date.now(), path = '/slack/events', content = body } = {},
) {
  const timestamp = Math.floor(at / 1_000);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${content}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body: content,
  });
  await answer.body?.cancel();
  return answer.status;
}

test('the server accepts only recent requests to its path with Slack’s signature', async () => {
  await using bot = await startBot({ over: 'http' });
  expect(await post(bot)).toBe(200);
  expect(await post(bot, { secret: 'somebody-elses-secret' })).toBe(401);
  expect(await post(bot, { at: Date.now() - 600_000 })).toBe(401);
  expect(await post(bot, { path: '/' })).toBe(404);
  await bot.app.stop(60_000);
  expect(bot.asked).toHaveLength(1);
});

test('a body larger than any of Slack’s is rejected', async () => {
  await using bot = await startBot({ over: 'http' });
  expect(await post(bot, { content: `text=${'x'.repeat(1_100_000)}` })).toBeGreaterThanOrEqual(400);
  expect(bot.asked).toEqual([]);
});

test.each([
  [
    'a command of another name',
    'command=%2Fothers&text=today&user_id=U0NOURA&team_id=T0SANDBOX&channel_id=C0SALES&trigger_id=1.2.3',
  ],
  ['a payload that is not JSON', 'payload=%7Bno'],
  ['an escaped name of a payload that is null', '%70ayload=null'],
  ['a press of nothing', payloadOf({ actions: null })],
  [
    'a press without a value',
    payloadOf({ actions: [{ type: 'button', action_id: 'leads.alert:1', block_id: 'en:1:1', action_ts: '1.0' }] }),
  ],
])('%s has no effect, and the next request is answered', async (_, content) => {
  await using bot = await startBot({ over: 'http' });
  await post(bot, { content });
  expect(await post(bot)).toBe(200);
  await bot.app.stop(60_000);
  expect(bot.asked).toHaveLength(1);
  expect(bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined)).toEqual([]);
});

test('the bot sends nothing to a response_url of another host, even when the request is signed and stored', async () => {
  let came = 0;
  const elsewhere = createServer((request, response) => {
    came += 1;
    request.resume();
    response.end('ok');
  });
  elsewhere.listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  await using bot = await startBot({ over: 'http' });
  const url = encodeURIComponent(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  expect(await post(bot, { content: `${body}&response_url=${url}` })).toBe(200);
  await bot.said(/25 August|leads/);
  const typed = body.replace('text=today', `text=${encodeURIComponent('subscribe digest 08:30')}`);
  expect(await post(bot, { content: `${typed}&response_url=${url}` })).toBe(200);
  await expect.poll(() => bot.log.lines.filter(({ event }) => event === 'respond.foreign').length).toBe(2);
  await bot.app.stop(60_000);
  expect(came).toBe(0);
  elsewhere.close();
});

test('a press on a button of an old version gets a reply that the button is out of date', async () => {
  await using bot = await startBot({ over: 'http' });
  const old = { type: 'button', action_id: 'leads.older:1', block_id: 'en:1:1', value: 'x', action_ts: '1.0' };
  expect(await post(bot, { content: payloadOf({ actions: [old] }) })).toBe(200);
  await bot.said(/from an old message/);
});

function payloadOf(changes: object): string {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0NOURA', team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX' },
    channel: { id: 'C0SALES' },
    trigger_id: '1.2.3',
    container: { type: 'message', message_ts: '1.0', channel_id: 'C0SALES', is_ephemeral: true },
    ...changes,
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

test('the bot answers Slack while 700 slow clients send unfinished requests', async () => {
  await using bot = await startBot({ over: 'http' });
  const slow = Array.from({ length: 700 }, () => connect(bot.port ?? 0, '127.0.0.1'));
  for (const socket of slow) socket.on('error', () => {});
  for (let n = 0; n < 10; n += 1) {
    for (const socket of slow.slice(n * 70, n * 70 + 70)) socket.write('POST /slack/events HTTP/1.1\r\nX-Slow: ');
    expect(await post(bot, { content: body.replace('1.2.3', `1.2.${n}`) })).toBe(200);
  }
  for (const socket of slow) socket.destroy();
});
