import { setTimeout as delay } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { slackLog } from '@leadbell/slack-kit';
import { startRawSlack } from '../testing/raw-slack-fixtures.ts';
import type { RawSlack } from '../testing/raw-slack-fixtures.ts';
import { buttonOf, startBot } from '../testing/bot-context-fixtures.ts';
import { createSocketReceiver } from './socket-receiver.ts';

const unhandled: unknown[] = [];
const keep = (error: unknown) => void unhandled.push(error);
process.on('unhandledRejection', keep);
afterEach(() => {
  const [error] = unhandled.splice(0);
  if (error !== undefined) throw new Error("a rejection was nobody's: it would end the process", { cause: error });
});

async function connect(slack: RawSlack) {
  const waits: number[] = [];
  const events: string[] = [];
  const log = createLog({
    level: 'debug',
    secrets: [],
    destination: { write: (line) => void events.push((JSON.parse(line) as { event: string }).event) },
  });
  const receiver = createSocketReceiver({
    appToken: 'xapp-none',
    tokens: { present: (token) => token, lookAgain() {} },
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    logger: slackLog(log),
    log,
    elapsed: () => performance.now(),
    sleep: (ms, signal) => {
      waits.push(ms);
      // Waits between attempts pass at once, but the connection timeout keeps its length.
      return delay(ms === 15_000 ? ms : 1, undefined, { signal, ref: false });
    },
  });
  const app = new App({ receiver, logger: slackLog(log), authorize: () => Promise.resolve({}), convoStore: false });
  const heard: string[] = [];
  app.command('/leads', async ({ ack, command }) => {
    await ack();
    heard.push(command.text);
  });
  await app.start();
  return { app, heard, waits, events };
}

function command(id: string, text: string): object {
  return {
    type: 'slash_commands',
    envelope_id: id,
    payload: { command: '/leads', text, user_id: 'U1', team_id: 'T1', channel_id: 'C1' },
  };
}

test('the receiver receives events and acknowledges them', async () => {
  await using slack = await startRawSlack();
  const { app, heard } = await connect(slack);
  slack.send(command('e1', 'today'));
  await slack.receive((frame) => frame['envelope_id'] === 'e1');
  expect(heard).toEqual(['today']);
  await app.stop();
});

test('the receiver acknowledges an `app_rate_limited` envelope and stays connected', async () => {
  await using slack = await startRawSlack();
  const { app, heard, events } = await connect(slack);
  slack.send({
    type: 'events_api',
    envelope_id: 'limited',
    payload: { type: 'app_rate_limited', token: 'x', team_id: 'T1', minute_rate_limited: 1, api_app_id: 'A1' },
  });
  await slack.receive((frame) => frame['envelope_id'] === 'limited');
  slack.send(command('e2', 'today'));
  await slack.receive((frame) => frame['envelope_id'] === 'e2');
  expect(heard).toEqual(['today']);
  expect(events).toContain('socket.rate_limited');
  await app.stop();
});

test('the receiver reconnects at once when Slack refreshes, even if the old connection never closes', async () => {
  await using slack = await startRawSlack();
  const { app, heard, waits } = await connect(slack);
  slack.send({ type: 'disconnect', reason: 'refresh_requested' });
  await slack.connected(2);
  slack.send(command('e3', 'today'));
  await slack.receive((frame) => frame['envelope_id'] === 'e3');
  expect(heard).toEqual(['today']);
  // The receiver waited only for the old connection to close, and only after it had opened the new
  // one.
  expect(waits.filter((ms) => ![15_000, 3_000, 1_000].includes(ms))).toEqual([]);
  await app.stop();
});

test('the receiver reconnects when the connection breaks and Slack does not answer for a while', async () => {
  await using slack = await startRawSlack();
  const { app, heard, waits, events } = await connect(slack);
  slack.failNext = 3;
  slack.cut();
  await slack.connected(2);
  slack.send(command('e4', 'today'));
  await slack.receive((frame) => frame['envelope_id'] === 'e4');
  expect(heard).toEqual(['today']);
  expect(waits.filter((ms) => ![15_000, 3_000].includes(ms))).toEqual([500, 1_000, 2_000]);
  expect(events.filter((event) => event === 'socket.unconnected')).toHaveLength(3);
  await app.stop();
});

test('the receiver survives frames that are not envelopes', async () => {
  await using slack = await startRawSlack();
  const { app, heard } = await connect(slack);
  for (const frame of [[], { type: 'events_api' }, { type: 'events_api', payload: null }, { type: 'disconnected?' }])
    slack.send(frame);
  slack.send(command('e5', 'today'));
  await slack.receive((frame) => frame['envelope_id'] === 'e5');
  expect(heard).toEqual(['today']);
  await app.stop();
});

test('the bot continues to answer after a refresh and after a broken connection', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', '/leads help');
  const help = await bot.said(/Leadbell: your leads in Slack/);
  bot.slack.sockets.disconnect();
  await bot.log.line('socket.reconnected');
  expect(await bot.slack.control.click('noura', help, buttonOf(help, 'Today'))).toBeNull();
  const answer = await bot.said(/25 leads/);
  bot.log.lines.length = 0;
  bot.slack.sockets.drop();
  await bot.log.line('socket.reconnected');
  expect(await bot.slack.control.click('noura', answer, buttonOf(answer, 'Next ›'))).toBeNull();
  await bot.said(/Page 2 of 5/);
});
