import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buttonOf, type Bot, type BotOptions, manifest, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { nobody } from '../testing/lead-fixtures.ts';
import { memoryInbox } from '../testing/memory-fixtures.ts';
import { audited, other, replica, setUpReplicas, workspace } from '../testing/replica-fixtures.ts';

const dm = 'D0NOURA';
const mention = (words: string) => `@Leadbell ${words}`.trim();

function answers(bot: Bot, channel: string, as = 'noura') {
  return bot.slack.control
    .messages(channel, { as })
    .filter(({ botId }) => botId !== undefined)
    .map((one) => ({ text: textOf(one), isPrivate: one.ephemeralTo !== undefined, thread: one.threadTs }));
}

/** Waits until there was no traffic for a while. Use it only before checking that something did not come. */
async function settled(bot: Bot): Promise<void> {
  const { traffic } = bot.slack;
  let [last, since] = [-1, performance.now()];
  while (performance.now() - since < 400) {
    const now = traffic.entries().at(-1)?.n ?? 0;
    if (now !== last) [last, since] = [now, performance.now()];
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

describe.each(['socket', 'http'] as const)('over %s', (over) => {
  test('a direct message is answered like a command, in its own language', async () => {
    await using bot = await startBot({ over });
    const { control } = bot.slack;
    await control.say('noura', dm, 'today');
    expect(textOf(await bot.said(/25 leads/, dm))).toContain('Leads · Today');
    await control.say('noura', dm, 'اليوم');
    await bot.said(/العملاء المحتملون · اليوم/, dm);
    await control.say('noura', dm, ' /leads yesterday');
    await bot.said(/Leads · Yesterday/, dm);
  });

  test('a mention gets an answer that only its author sees, in the same thread', async () => {
    await using bot = await startBot({ over });
    const { control } = bot.slack;
    await control.say('noura', 'sales', mention('today'));
    await bot.said(/25 leads/);
    const [asked] = control.messages('sales', { as: 'noura' });
    await control.say('noura', 'sales', mention('أمس'), asked?.ts);
    await bot.said(/العملاء المحتملون · أمس/);
    expect(answers(bot, 'sales').map(({ isPrivate, thread }) => ({ isPrivate, thread }))).toEqual([
      { isPrivate: true, thread: undefined },
      { isPrivate: true, thread: asked?.ts },
    ]);
    expect(answers(bot, 'sales', 'samir')).toEqual([]);
  });

  test('turning a page replaces the answer', async () => {
    await using bot = await startBot({ over });
    await bot.slack.control.say('noura', dm, 'today');
    const answer = await bot.said(/25 leads/, dm);
    await bot.slack.control.click('noura', answer, buttonOf(answer, 'Next ›'));
    await bot.said(/Page 2/, dm);
    expect(answers(bot, dm)).toHaveLength(1);
  });
});

test.each([
  ['hi', /For sales.*For managers.*For the integration/s],
  ['Hello Leadbell!', /For sales/],
  ['thanks', /For sales/],
  ['', /For sales/],
  ['السلام عليكم', /للمبيعات/],
  ['مرحبا', /للمبيعات/],
])('a greeting gets a short help, grouped by the job of the reader: %s', async (words, help) => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', mention(words));
  const text = textOf(await bot.said(help));
  // Noura is not an admin.
  expect(text).not.toMatch(/audit|forget|تدقيق|محو/i);
});

test('a mention shares the answer in the channel only if its words ask for that', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', mention('today --share'));
  await bot.slack.control.waitFor(() => answers(bot, 'sales', 'samir').length === 1);
  expect(answers(bot, 'sales', 'samir')[0]?.text).toContain('Shared by');
});

test('a message that would open a form gets the list instead, because a message has no trigger', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', 'sales', mention('subscribe'));
  expect(textOf(await bot.said(/[Ss]ubscription/))).not.toContain('Something went wrong');
});

test.each<[NonNullable<BotOptions['asker']>, RegExp]>([
  ['guest', /guests of this workspace can’t use it/],
  ['outsider', /people from other companies can’t use/],
])('a mention by a %s is refused in a sentence', async (asker, sentence) => {
  await using bot = await startBot({ asker });
  await bot.slack.control.say('noura', 'sales', mention('today'));
  await bot.said(sentence);
  expect(bot.asked).toEqual([]);
});

let events = 0;
/** Posts an event as Slack sends it, because the stand-in's page cannot create such an event. */
async function post(bot: Bot, event: object, more: object = {}): Promise<number> {
  events += 1;
  const text = JSON.stringify({
    type: 'event_callback',
    team_id: workspace,
    event_id: `Ev${events}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: workspace }],
    event: {
      type: 'app_mention',
      user: 'U0NOURA',
      channel: 'C0SALES',
      text: `<@${bot.slack.botUserId}> today`,
      ...event,
    },
    ...more,
  });
  const timestamp = Math.floor(Date.now() / 1_000);
  const answer = await fetch(`http://127.0.0.1:${bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${createHmac('sha256', bot.slack.signingSecret).update(`v0:${timestamp}:${text}`).digest('hex')}`,
    },
    body: text,
  });
  await answer.body?.cancel();
  return answer.status;
}

test('edits, joins, other apps’ messages, messages in channels and late events are acknowledged but get no answer', async () => {
  await using bot = await startBot({ over: 'http' });
  const own = { type: 'message', channel: dm, channel_type: 'im', text: 'today' };
  const passedOver: readonly [event: object, more?: object][] = [
    [{ edited: { user: 'U0NOURA', ts: '1.0' } }],
    [{ bot_id: 'B0OTHER' }],
    [{ user: bot.slack.botUserId }],
    [{}, { event_time: Math.floor(Date.now() / 1_000) - 3_600 }],
    [{ ...own, subtype: 'message_changed', message: { text: 'today' } }],
    [{ ...own, subtype: 'message_deleted' }],
    [{ ...own, subtype: 'channel_join' }],
    [{ ...own, subtype: 'bot_message', bot_id: 'B0OTHER' }],
    [{ ...own, channel: 'C0SALES', channel_type: 'channel' }],
    [{ ...own, user: undefined }],
  ];
  const statuses = [];
  for (const [event, more] of passedOver) statuses.push(await post(bot, event, more));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await settled(bot);
  expect([...answers(bot, 'sales'), ...answers(bot, dm)]).toEqual([]);
  // The same event in the correct form.
  expect(await post(bot, own)).toBe(200);
  await bot.said(/25 leads/, dm);
  const again = { event_id: 'EvAGAIN' };
  await Promise.all([post(bot, own, again), post(bot, own, again)]);
  await expect.poll(() => answers(bot, dm).length).toBe(2);
  await settled(bot);
  expect(answers(bot, dm)).toHaveLength(2);
});

test('an app that was installed without the new scopes still answers commands, but receives no messages', async () => {
  const { settings, ...rest } = structuredClone(manifest) as { settings: Record<string, unknown> };
  await using bot = await startBot({
    sandbox: { manifest: { ...rest, settings: { ...settings, event_subscriptions: {} } } },
  });
  await bot.slack.control.say('noura', dm, 'today');
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.said(/25 leads/);
  expect(answers(bot, dm)).toEqual([]);
});

describe('acts', () => {
  setUpReplicas();

  test('a typed act that arrives at two replicas is performed once', async () => {
    await using one = await replica({ over: 'http' });
    await using two = await replica({ over: 'http', beside: one }, other);
    const event = { text: `note 1 the branch was renamed <@${one.slack.botUserId}>` };
    const again = { event_id: 'EvACT' };
    expect(await Promise.all([post(one, event, again), post(two, event, again), post(one, event, again)])).toEqual([
      200, 200, 200,
    ]);
    await expect.poll(audited('note')).toBe(1);
    await settled(one);
    expect(await audited('note')()).toBe(1);
    expect(one.log.text() + two.log.text()).not.toContain('renamed');
  });

  test('a query that arrives at two replicas is answered once; the same words in another event are answered again', async () => {
    await using one = await replica({ over: 'http' });
    await using two = await replica({ over: 'http', beside: one }, other);
    const event = { type: 'message', channel: dm, channel_type: 'im', text: 'today' };
    const again = { event_id: 'EvREAD' };
    await Promise.all([post(one, event, again), post(two, event, again), post(two, event, again)]);
    await one.said(/25 leads/, dm);
    await settled(one);
    expect(answers(one, dm)).toHaveLength(1);
    await post(two, event);
    await one.slack.control.waitFor(() => answers(one, dm).length === 2);
  });

  test('an act is stored before its event is acknowledged', async () => {
    const order: string[] = [];
    await using bot = await replica({ over: 'http' });
    const inbox = memoryInbox();
    await using slow = await startBot({
      over: 'http',
      beside: bot,
      inbox: {
        ...inbox,
        async write(...given) {
          await new Promise((resolve) => {
            setTimeout(resolve, 300);
          });
          order.push('stored');
          return inbox.write(...given);
        },
      },
    });
    await post(slow, { text: `<@${slow.slack.botUserId}> language arabic` });
    order.push('acknowledged');
    expect(order).toEqual(['stored', 'acknowledged']);
  });
});

/** Options for a bot whose people have chosen no language, and which remembers what they have already been offered. */
function newcomer(): BotOptions {
  const marks = new Set<string>();
  const isFirst = (user: string, mark: string) => {
    const isNew = !marks.has(`${user} ${mark}`);
    marks.add(`${user} ${mark}`);
    return Promise.resolve(isNew);
  };
  return { people: { ...nobody, isFirst } };
}

const offer = /Which language do you prefer\?.*ما اللغة التي تفضلها؟.*English.*العربية/s;

test.each([
  ['a command in a channel', 'sales', '/leads today', false],
  ['a direct message', dm, 'today', false],
  ['a mention in a thread', 'sales', mention('today'), true],
])(
  'a person is offered both languages once, above their first answer, and only they see it: %s',
  async (_, place, line, inThread) => {
    await using bot = await startBot(newcomer());
    const { control } = bot.slack;
    if (inThread) await control.say('samir', place, 'good morning');
    const thread = inThread ? control.messages(place)[0]?.ts : undefined;
    await control.say('noura', place, line, thread);
    await bot.said(offer, place);
    await control.say('noura', place, line.replace('today', 'yesterday'), thread);
    await bot.said(/Yesterday/, place);
    await expect.poll(() => answers(bot, place).length).toBe(3);
    await settled(bot);
    const all = answers(bot, place);
    expect(all.map(({ text }) => offer.test(text))).toEqual([true, false, false]);
    expect(all.map((one) => one.isPrivate && one.thread === thread)).toEqual([true, true, true]);
    expect(answers(bot, place, 'samir')).toEqual([]);
  },
);

test('a person whose first line is Arabic is offered the languages in Arabic, and can choose one', async () => {
  const chosen: string[] = [];
  const { people = nobody } = newcomer();
  await using bot = await startBot({
    people: { ...people, setLanguage: (user, language) => Promise.resolve(void chosen.push(`${user} ${language}`)) },
  });
  await bot.slack.control.say('noura', 'sales', '/leads اليوم');
  const offered = await bot.said(/ما اللغة التي تفضلها؟.*Which language do you prefer\?/s);
  await bot.slack.control.click('noura', offered, buttonOf(offered, 'العربية'));
  await bot.slack.control.waitFor(() => chosen.length > 0);
  expect(chosen).toEqual(['U0NOURA ar']);
});

test('Slack refuses direct messages while the Messages tab is off, but the Home tab and commands still work', async () => {
  await using bot = await startBot();
  const { control } = bot.slack;
  bot.slack.conditions.hasMessagesTab = false;
  expect(await control.say('noura', dm, 'today')).toBe('messages_tab_disabled');
  control.openHome('noura');
  expect(textOf(await control.waitFor(() => control.home('noura')))).toContain('25 leads');
  await control.say('noura', 'sales', '/leads today');
  await bot.said(/25 leads/);
  expect(answers(bot, dm)).toEqual([]);
  bot.slack.conditions.hasMessagesTab = true;
  expect(await control.say('noura', dm, 'today')).toBe(null);
  await bot.said(/25 leads/, dm);
});

test('an answer in a direct message has no Share button, because no one else reads it', async () => {
  await using bot = await startBot();
  await bot.slack.control.say('noura', dm, 'today');
  expect(textOf(await bot.said(/25 leads/, dm))).not.toContain('leads.share');
});
