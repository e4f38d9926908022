/** Tests the rows of `slack-answers.md` about answers and modals that Slack refuses. */
import { caseRows } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';
import { buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import type { Bot } from '../testing/bot-context-fixtures.ts';

const share = '/leads today --share';
const calls = (bot: Bot, name: string) => bot.slack.traffic.entries().filter((entry) => entry.name === name);
const shared = (bot: Bot) => bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined);

test.each([
  '429 on `--share`',
  '`views.open` refused',
  '`view_not_found` or `hash_conflict`',
  'the `response_url` is used up',
])('slack-answers.md has one row “%s”', (begin) => {
  expect(caseRows('slack-answers.md').filter(({ cells }) => cells[0]?.startsWith(begin))).toHaveLength(1);
});

/** For each row about events that Slack sends us, the file with its test. */
const sent: readonly (readonly [begin: string, where: string])[] = [
  ['a press or command comes twice in the same envelope', 'inbox/inbox.test.ts'],
  ['the same, to another replica', 'inbox/inbox.test.ts'],
  ['over HTTP: the same request again', 'inbox/inbox.test.ts'],
  ['two presses on _Share_ or _Send now_', 'inbox/inbox.test.ts'],
  ['the process is killed right after it acknowledged', 'main.test.ts'],
  ['`views.open` refused', 'here'],
  ['`view_not_found` or `hash_conflict`', 'here'],
  ['the `response_url` is used up', 'here'],
  ['the DMS takes 30 s', 'listeners.test.ts'],
  ['stop (SIGTERM) while a person waits', 'inbox/refused.test.ts'],
  ['a command of another name', 'http.test.ts'],
  ['wrong or absent signature', 'http.test.ts'],
  ['3,000 connections that send', 'not played: it takes minutes'],
  ['200 connections that hold back', 'not played: it takes minutes'],
];

test('every row of slack-answers.md about events that Slack sends us has a test', () => {
  const rows = caseRows('slack-answers.md').filter(({ section }) => section === 'What Slack sends us');
  const begins = rows.map(({ cells }) => sent.find(([begin]) => cells[0]?.startsWith(begin))?.[0]);
  expect(begins).toEqual(sent.map(([begin]) => begin));
});

describe('429 on `--share`', () => {
  test.each([null, '1', '2'])('a share is tried once more with Retry-After %s', async (retryAfter) => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: 'ratelimited', retryAfter, method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    await bot.slack.control.waitFor(() => shared(bot).length === 1);
    expect(calls(bot, 'chat.postMessage')).toHaveLength(2);
  });

  test('a share reports how long to wait if the wait is long or Slack refuses again', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: 'ratelimited', retryAfterS: 40, method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    await bot.said(/asking us to slow down\. Please try again in 40 seconds\./);
    bot.slack.faults.add({ kind: 'ratelimited', retryAfter: null, times: 2, method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    await bot.said(/Please try again in 2 seconds\./);
    expect(shared(bot)).toEqual([]);
  });

  test('a rate-limited answer to the asker is tried once more', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: 'ratelimited', retryAfter: null, method: 'response_url' });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    await bot.said(/25 leads/);
    expect(calls(bot, 'response_url')).toHaveLength(2);
  });

  test('an answer to the asker is sent in another way if Slack asks for a longer wait', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: 'ratelimited', retryAfterS: 40, method: 'response_url' });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    await bot.said(/25 leads/);
    expect(calls(bot, 'chat.postEphemeral')).toHaveLength(1);
  });

  test('an Arabic message also says how long to wait', async () => {
    await using bot = await startBot({ language: 'ar' });
    bot.slack.faults.add({ kind: 'ratelimited', retryAfterS: 40, method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    expect(textOf(await bot.said(/إعادة المحاولة بعد 40 ثانية/))).not.toContain('wait');
  });
});

describe('a share', () => {
  test('a share whose blocks Slack refuses is posted as plain text', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: 'error:msg_blocks_too_long', method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    await bot.slack.control.waitFor(() => shared(bot).length === 1);
    expect(shared(bot)[0]?.text).toMatch(/25 leads[^]*For the rest, type .?\/leads.?\.$/u);
    expect(shared(bot)[0]?.blocks).toBeUndefined();
  });

  test.each(['html', 'empty', 'cut-json', 'redirect', 'error-500', 'error:internal_error'] as const)(
    'a share in doubt (%s) is not posted again; the person is asked to look',
    async (kind) => {
      await using bot = await startBot();
      bot.slack.faults.add({ kind, commits: true, method: 'chat.postMessage' });
      await bot.slack.control.say('noura', 'sales', share);
      await bot.said(/Slack didn’t confirm this/);
      expect(calls(bot, 'chat.postMessage')).toHaveLength(1);
    },
  );

  test.each([
    ['not_in_channel', /I’m not in this channel yet/],
    ['accesslimited', /Slack doesn’t let Leadbell work in this workspace/],
    ['team_added_to_org', /Slack couldn’t do this just now/],
  ])('a share that Slack refuses with %s gets a sentence', async (code, words) => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: `error:${code}`, method: 'chat.postMessage' });
    await bot.slack.control.say('noura', 'sales', share);
    expect(textOf(await bot.said(words))).not.toContain('on our side');
  });
});

describe('when Slack refuses `views.open`, the person is asked to press again', () => {
  test.each(['expired_trigger_id', 'trigger_exchanged', 'exchanged_trigger_id', 'trigger_expired'])(
    '%s',
    async (code) => {
      await using bot = await startBot();
      await bot.slack.control.say('noura', 'sales', '/leads today');
      const answer = await bot.said(/25 leads/);
      bot.slack.faults.add({ kind: `error:${code}`, method: 'views.open' });
      await bot.slack.control.click('noura', answer, buttonOf(answer, 'Open'));
      const said = await bot.said(/That took too long for Slack\. Please press the button again\./);
      expect(textOf(said)).not.toContain('on our side');
    },
  );
});

describe('when a modal can no longer be updated, nothing is sent and no error is logged', () => {
  test.each(['view_not_found', 'hash_conflict', 'not_found'])('%s', async (code) => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    const before = bot.slack.ledger().length;
    bot.slack.faults.add({ kind: `error:${code}`, method: 'views.update' });
    await bot.slack.control.click('noura', answer, buttonOf(answer, 'Open'));
    await bot.slack.control.waitFor(() => calls(bot, 'views.update').length === 1);
    await bot.app.stop(60_000);
    expect(bot.slack.ledger()).toHaveLength(before);
    expect(bot.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

test('the answer is a direct message if the response_url has expired and Leadbell is not in the channel', async () => {
  await using bot = await startBot();
  bot.slack.faults.add({ kind: 'error:expired_url', method: 'response_url' });
  bot.slack.faults.add({ kind: 'error:not_in_channel', method: 'chat.postEphemeral' });
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.slack.control.waitFor(() => calls(bot, 'chat.postMessage').length === 1);
  const said = bot.slack.ledger().find(({ channel }) => channel.startsWith('D'));
  expect(said?.text).toContain('25 leads');
});

describe('the `response_url` is used up', () => {
  test.each(['used_url', 'expired_url'])('%s', async (code) => {
    await using bot = await startBot();
    bot.slack.faults.add({ kind: `error:${code}`, method: 'response_url' });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    expect(answer.ephemeralTo).toBe('U0NOURA');
    expect(calls(bot, 'chat.postEphemeral')).toHaveLength(1);
  });
});
