/** *Share* on a later page posts the leads that the person saw, or else nothing. */
import type { AccessRules } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { type Bot, buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { dayOf, fakeApi, nthLead } from '../testing/lead-fixtures.ts';

/** A bot whose DMS gets more leads each time `arrive` is called. */
async function startArriving(access?: AccessRules) {
  let count = 24;
  const bot = await startBot({
    answers: { read: (question) => fakeApi(dayOf(count, 4, inTurn)).read(question) },
    ...(access === undefined ? {} : { access }),
  });
  return { bot, arrive: (more: number) => (count += more), [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() };
}

/** Two of every three leads belong to Jeddah. */
const inTurn = (n: number) => ({ ...nthLead(n), branch: n % 3 === 0 ? 'Abha' : 'Jeddah' });
const grant = { users: ['U0NOURA'], groups: [], channels: [] };
/** Noura sees all leads, but may share only those of Jeddah. */
const narrowly: AccessRules = {
  others: null,
  grants: [
    { ...grant, role: 'viewer' },
    { ...grant, role: 'agent', branches: ['Jeddah'] },
  ],
};

type Shown = Awaited<ReturnType<Bot['said']>>;

/** The leads that the message's *Open* buttons open. */
const opened = (shown: Shown) => [...JSON.stringify(shown).matchAll(/"value":"([\w.-]+)\/1;/g)].map(([, ref]) => ref);
const posts = (bot: Bot) => bot.seen().filter((message) => /Shared by/.test(textOf(message)));

async function secondPage(bot: Bot) {
  await bot.slack.control.say('noura', 'sales', '/leads today');
  const first = await bot.said(/Page 1 of/);
  await bot.slack.control.click('noura', first, buttonOf(first, 'Next ›'));
  return bot.said(/Page 2 of/);
}

test('an unchanged page is posted as it was seen', async () => {
  await using started = await startArriving();
  const { bot } = started;
  const page = await secondPage(bot);
  await bot.slack.control.click('noura', page, buttonOf(page, 'Share'));
  const posted = await bot.said(/Shared by/);
  expect(opened(page)).toHaveLength(5);
  expect(opened(posted)).toEqual(opened(page));
});

test('a page on which leads have moved meanwhile is shown again, and posted after a second press', async () => {
  await using started = await startArriving();
  const { bot, arrive } = started;
  const page = await secondPage(bot);
  const before = opened(page);
  arrive(4);
  await bot.slack.control.say('noura', 'sales', '/leads today');
  const list = await bot.said(/Page 1 of/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Refresh'));
  await bot.said(/28 leads/);
  await bot.slack.control.click('noura', page, buttonOf(page, 'Share'));
  const again = await bot.said(/Nothing was posted, because the page/);
  expect(again.ephemeralTo).toBe('U0NOURA');
  expect(posts(bot)).toEqual([]);
  expect(opened(again)).not.toEqual(before);
  await bot.slack.control.click('noura', again, buttonOf(again, 'Share'));
  expect(opened(await bot.said(/Shared by/))).toEqual(opened(again));
  await bot.app.stop(60_000);
  expect(posts(bot)).toHaveLength(1);
});

test('a person who may share only some of the leads is shown the page before it is posted', async () => {
  await using started = await startArriving(narrowly);
  const { bot } = started;
  const page = await secondPage(bot);
  expect(textOf(page)).toContain('24 leads');
  await bot.slack.control.click('noura', page, buttonOf(page, 'Share'));
  const narrow = await bot.said(/Nothing was posted, because the page/);
  expect(textOf(narrow)).toContain('16 leads');
  expect(posts(bot)).toEqual([]);
  await bot.slack.control.click('noura', narrow, buttonOf(narrow, 'Share'));
  const posted = await bot.said(/Shared by/);
  expect(opened(posted)).toEqual(opened(narrow));
  expect(textOf(posted)).not.toContain('Abha');
});
