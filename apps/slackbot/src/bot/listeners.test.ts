import { LeadsApiError } from '@leadbell/leads-api';
import { describe, expect, test } from 'vitest';
import { messagesFor } from '../features/index.ts';
import { buttonOf, optionOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';

const ephemerals = (messages: readonly { ephemeralTo?: string }[]) =>
  messages.filter(({ ephemeralTo }) => ephemeralTo !== undefined);

describe.each(['socket', 'http'] as const)('over %s', (over) => {
  test('the answer to /leads today is visible only to the asker', async () => {
    await using bot = await startBot({ over });
    expect(await bot.slack.control.say('noura', 'sales', '/leads today')).toBeNull();
    const answer = await bot.said(/25 leads/);
    expect(answer.ephemeralTo).toBe('U0NOURA');
    expect(bot.asked).toHaveLength(1);
    expect(await bot.log.line('answered')).toMatchObject({ command: 'today', share: false });
  });

  test('a command is acknowledged before the DMS is asked, even if the DMS does not answer', async () => {
    await using bot = await startBot({ over });
    bot.dms.hold = true;
    // The command is acknowledged, although the DMS has not answered.
    expect(await bot.slack.control.say('noura', 'sales', '/leads today')).toBeNull();
    expect(ephemerals(bot.seen())).toEqual([]);
    bot.dms.hold = false;
    for (const held of bot.dms.held) held.release();
    await bot.said(/25 leads/);
  });

  test('a loading message is sent first if the answer is slow', async () => {
    await using bot = await startBot({ over });
    bot.dms.hold = true;
    bot.slow = true;
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const fetching = await bot.said(/Fetching/);
    expect(ephemerals(bot.seen())).toHaveLength(1);
    bot.dms.held[0]?.release();
    const answer = await bot.said(/25 leads/);
    expect(Number(answer.ts)).toBeGreaterThanOrEqual(Number(fetching.ts));
  });

  test('unknown input gets one sentence with the nearest valid command as a button, and nothing is fetched', async () => {
    await using bot = await startBot({ over });
    await bot.slack.control.say('noura', 'sales', '/leads yesterdya');
    const complaint = await bot.said(/did you mean/);
    expect(bot.asked).toEqual([]);
    await bot.slack.control.click('noura', complaint, buttonOf(complaint, '/leads yesterday'));
    await bot.said(/Yesterday/);
    expect(bot.asked).toHaveLength(1);
  });
});

describe('an ephemeral message', () => {
  test('an ephemeral message is paged, filtered and refreshed in place', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const first = await bot.said(/Page 1 of 5/);
    await bot.slack.control.click('noura', first, buttonOf(first, 'Next ›'));
    const second = await bot.said(/Page 2 of 5/);
    expect(second.ts).toBe(first.ts);
    expect(bot.asked).toHaveLength(1);
    await bot.slack.control.click('noura', second, buttonOf(second, 'Refresh'));
    await bot.slack.control.waitFor(() => bot.asked.length === 2);
    await bot.slack.control.click('noura', second, buttonOf(await bot.said(/Page 2 of 5/), '‹ Previous'));
    const again = await bot.said(/Page 1 of 5/);
    await bot.slack.control.click('noura', again, buttonOf(again, 'Overview'));
    const overview = await bot.said(/Overview · Today/);
    const { actionId, value } = optionOf(overview, 'Status', 'With errors');
    await bot.slack.control.selectOption('noura', overview, actionId, value);
    await bot.said(/With errors/);
    expect(ephemerals(bot.seen())).toHaveLength(1);
  });

  test('an ephemeral message shows the answer to the latest press, and an earlier press is aborted', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads help');
    const help = await bot.said(/Press a button, or type a line/);
    bot.dms.hold = true;
    await bot.slack.control.click('noura', help, buttonOf(help, 'Today'));
    await bot.slack.control.click('noura', help, buttonOf(help, 'Yesterday'));
    await bot.slack.control.waitFor(() => bot.dms.held.length === 2);
    expect(bot.dms.held[0]?.signal.aborted).toBe(true);
    for (const held of bot.dms.held) held.release();
    await bot.said(/Yesterday: /);
    await bot.app.stop(60_000);
    expect(bot.log.lines.filter(({ event }) => event === 'answered')).toHaveLength(2);
    expect(bot.log.lines.filter(({ event }) => event === 'failed')).toEqual([]);
  });
});

describe('sharing', () => {
  test('--share posts to the channel and names the person', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today --share');
    const posted = await bot.said(/Shared by/);
    expect(posted.ephemeralTo).toBeUndefined();
    expect(textOf(posted)).toContain('U0NOURA');
    expect(ephemerals(bot.seen())).toEqual([]);
  });

  test('two presses on *Share* post the answer once, and the answer to the person stays', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    const share = buttonOf(answer, 'Share');
    await bot.slack.control.click('noura', answer, share);
    await bot.slack.control.click('noura', answer, share);
    const posted = await bot.said(/Shared by/);
    await bot.app.stop(60_000);
    expect(bot.seen().filter((message) => /Shared by/.test(textOf(message)))).toEqual([posted]);
    expect(bot.seen()).toContainEqual(expect.objectContaining({ ts: answer.ts }));
  });

  test("a press on a channel's message gets its answer in another message", async () => {
    await using bot = await startBot();
    await bot.slack.control.say('samir', 'sales', '/leads today --share');
    const posted = await bot.said(/Shared by/);
    const before = textOf(posted);
    await bot.slack.control.click('noura', posted, buttonOf(posted, 'See the leads'));
    const own = await bot.said(/Page 1 of 5.*Refresh/);
    expect(own.ephemeralTo).toBe('U0NOURA');
    expect(
      bot
        .seen()
        .filter((message) => message.ts === posted.ts)
        .map(textOf),
    ).toEqual([before]);
  });

  test('in a channel without the bot, the reply explains how to invite it', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'random', '/leads today --share');
    const sentence = await bot.said(/\/invite @Leadbell/, 'random');
    expect(sentence.ephemeralTo).toBe('U0NOURA');
  });

  test('a share that Slack may have posted is not repeated', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ method: 'chat.postMessage', kind: 'drop-after-commit' });
    await bot.slack.control.say('noura', 'sales', '/leads today --share');
    const doubt = await bot.said(/may already be in the channel.*Reference: REF001/);
    expect(textOf(doubt)).not.toContain('Try again');
    expect(bot.slack.ledger().filter((message) => /Shared by/.test(textOf(message)))).toHaveLength(1);
  });

  test('two presses on *Try again* post a failed share once', async () => {
    await using bot = await startBot();
    bot.dms.error = new LeadsApiError('unavailable', 'answered 503', { status: 503 });
    await bot.slack.control.say('noura', 'sales', '/leads today --share');
    const trouble = await bot.said(/not answering/);
    bot.dms.error = null;
    const again = buttonOf(trouble, 'Try again');
    await bot.slack.control.click('noura', trouble, again);
    await bot.slack.control.click('noura', trouble, again);
    await bot.said(/Shared by/);
    // This message replaces the button.
    await bot.said(/Shared with the channel/);
    await bot.app.stop(60_000);
    expect(bot.slack.ledger().filter((message) => /Shared by/.test(textOf(message)))).toHaveLength(1);
    expect(bot.seen().some((message) => textOf(message).includes('Try again'))).toBe(false);
  });

  test("a double click on a channel's message is answered once", async () => {
    await using bot = await startBot();
    await bot.slack.control.say('samir', 'sales', '/leads today --share');
    const posted = await bot.said(/Shared by/);
    const see = buttonOf(posted, 'See the leads');
    await bot.slack.control.click('noura', posted, see);
    await bot.slack.control.click('noura', posted, see);
    await bot.said(/Page 1 of 5.*Refresh/);
    await bot.app.stop(60_000);
    expect(bot.seen().filter(({ ephemeralTo }) => ephemeralTo === 'U0NOURA')).toHaveLength(1);
  });

  test('a rate-limited share is posted after the wait', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ method: 'chat.postMessage', kind: 'ratelimited', retryAfterS: 2 });
    await bot.slack.control.say('noura', 'sales', '/leads today --share');
    expect((await bot.said(/Shared by/)).ephemeralTo).toBeUndefined();
  });
});

describe('one lead', () => {
  test('a lead opens in a modal for the asker', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    bot.slack.traffic.clear();
    await bot.slack.control.click('noura', answer, buttonOf(answer, 'Open'));
    await bot.view(/Contact/);
    const calls = bot.slack.traffic
      .entries()
      .filter(({ via }) => via === 'web-api')
      .map(({ name }) => name);
    expect(calls).toEqual(['views.open', 'views.update']);
    expect(bot.slack.control.views('samir')).toEqual([]);
  });

  test('the modal says that the lead could not be fetched, and has a retry button', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    await bot.slack.control.click('noura', answer, buttonOf(answer, 'Refresh'));
    await bot.slack.control.waitFor(() => bot.asked.length === 2);
    // A lead of the list would open from the cache, so open another one while the DMS fails.
    bot.dms.error = new LeadsApiError('unavailable', 'answered 503', { status: 503 });
    const open = buttonOf(answer, 'Open');
    await bot.slack.control.act('noura', answer, { action_id: open, value: `x.1.0/1;today;20250101;;;;` });
    const trouble = await bot.view(/not answering.*Reference: REF001/);
    bot.dms.error = null;
    await bot.slack.control.click('noura', trouble, buttonOf(trouble, 'Try again'));
    expect((await bot.view(/no longer in the list/)).id).toBe(trouble.id);
  });
});

describe('failures', () => {
  test.each([
    ['rate-limited', /asking us to slow down.*try again in 7 seconds/],
    ['unauthorized', /didn’t accept our sign-in/],
    ['unavailable', /not answering/],
    ['timeout', /too long to answer/],
    ['contract', /an answer that we can’t read/],
    ['bad-request', /didn’t accept this request/],
    ['not-found', /DMS_BASE_URL/],
  ] as const)('%s gets a sentence with a reference that finds the log line', async (kind, sentence) => {
    await using bot = await startBot();
    bot.dms.error = new LeadsApiError(kind, `the DMS: ${kind}`, kind === 'rate-limited' ? { retryAfterMs: 7_000 } : {});
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const trouble = await bot.said(sentence);
    expect(textOf(trouble)).toContain('Reference: REF001');
    const line = await bot.log.line('failed');
    expect(line).toMatchObject({ reference: 'REF001', kind: `dms.${kind}`, reason: `the DMS: ${kind}` });
    bot.dms.error = null;
    await bot.slack.control.click('noura', trouble, buttonOf(trouble, 'Try again'));
    await bot.said(/25 leads/);
  });

  test('the log describes an internal failure without personal data', async () => {
    await using bot = await startBot();
    bot.dms.error = new TypeError('cannot read "Invented Person" <+966500000009>');
    await bot.slack.control.say('noura', 'sales', '/leads today');
    await bot.said(/Something went wrong on our side.*Reference: REF001/);
    expect(await bot.log.line('failed')).toMatchObject({ reference: 'REF001', kind: 'unknown', name: 'TypeError' });
    expect(bot.log.text()).not.toContain('Invented');
  });

  test('the reply is sent in another way if its response_url fails', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ method: 'response_url', kind: 'error-500' });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    expect(answer.ephemeralTo).toBe('U0NOURA');
    expect(bot.slack.traffic.entries().some(({ name }) => name === 'chat.postEphemeral')).toBe(true);
  });

  test('the person gets plain text when Slack refuses the blocks', async () => {
    await using bot = await startBot();
    bot.slack.faults.add({ method: 'response_url', kind: 'error:invalid_blocks' });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const plain = await bot.said(/25 leads/);
    expect(plain.blocks).toHaveLength(1);
    expect(bot.log.lines).toContainEqual(expect.objectContaining({ event: 'blocks.refused', code: 'invalid_blocks' }));
  });

  test('a press with a forged value gets a reply that asks the person to ask again', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads help');
    const help = await bot.said(/Press a button, or type a line/);
    await bot.slack.control.act('noura', help, { action_id: buttonOf(help, 'Today'), value: 'made up' });
    await bot.said(/old message/);
    expect(bot.asked).toEqual([]);
  });
});

test('a redelivered event is answered once', async () => {
  await using bot = await startBot();
  bot.slack.sockets.duplicateNext();
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.said(/25 leads/);
  await bot.app.stop(60_000);
  expect(ephemerals(bot.seen())).toHaveLength(1);
  expect(bot.asked).toHaveLength(1);
});

test('Arabic text gets Arabic answers, and so does a press on such an answer', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', '/leads اليوم');
  const first = await bot.said(/اليوم/);
  // Keep the text, because the stand-in updates this message in place.
  const before = textOf(first);
  expect(JSON.stringify(first.blocks)).toContain('\u200F');
  await bot.slack.control.click('noura', first, buttonOf(first, messagesFor('ar').buttons.next));
  const second = await bot.slack.control.waitFor(() =>
    bot.seen().find((message) => message.ts === first.ts && textOf(message) !== before),
  );
  expect(textOf(second)).not.toMatch(/Refresh|Page/);
});

test('a command works in a direct message with the bot, both with --share and without it', async () => {
  await using bot = await startBot();
  const channel = 'D0NOURA';
  await bot.slack.control.say('noura', channel, '/leads today');
  expect((await bot.said(/Page 1 of 5/, channel)).ephemeralTo).toBe('U0NOURA');
  await bot.slack.control.say('noura', channel, '/leads today --share');
  await bot.said(/Shared by/, channel);
});

test('the log contains no token, no message text and no personal data', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', '/leads today brand:KIA');
  const answer = await bot.said(/KIA/);
  await bot.slack.control.click('noura', answer, buttonOf(answer, 'Open'));
  await bot.view(/Contact/);
  await bot.app.stop(60_000);
  expect(bot.log.text()).not.toMatch(/xox|xapp|KIA|@|\+966|response_url/);
  expect(bot.log.text()).not.toContain(bot.slack.signingSecret);
});

test('the bot finishes the answers in progress before it stops', async () => {
  await using bot = await startBot();
  bot.dms.hold = true;
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.slack.control.waitFor(() => bot.dms.held.length === 1);
  const stopped = bot.app.stop(10_000);
  bot.dms.held[0]?.release();
  await stopped;
  expect((await bot.said(/25 leads/)).ephemeralTo).toBe('U0NOURA');
});

test('the bot tells a person when it stops before their answer is ready', async () => {
  await using bot = await startBot();
  bot.dms.hold = true;
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.slack.control.waitFor(() => bot.dms.held.length === 1);
  await bot.app.stop(0);
  expect(textOf(await bot.said(/stopped before the DMS answered/))).toContain('Reference: REF001');
});
