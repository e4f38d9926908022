import type { Language } from '@leadbell/i18n';
import { expect, describe, test } from 'vitest';
import type { AlertState } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertService } from '../alerts/alert-service.ts';
import type { People } from '../../bot/people.ts';
import { buttonOf, type Bot, type BotOptions, startBot, textOf } from '../../testing/bot-context-fixtures.ts';
import {
  emptySubscriptionService,
  nobody,
  noon,
  alertServiceOf,
  quietAlertService,
} from '../../testing/lead-fixtures.ts';
import { allDone, replica, setUpReplicas } from '../../testing/replica-fixtures.ts';
import { memoryHomes } from '../../testing/memory-fixtures.ts';
import { plainAlerts } from '../../testing/definition-fixtures.ts';
import type { HomeClock } from './home-clock.ts';

const state: AlertState = {
  status: 'firing',
  startedAt: noon,
  firedAt: noon,
  resolvedAt: null,
  toldAt: noon,
  members: {},
  acknowledgedBy: null,
  owner: null,
  snoozedUntil: null,
  reason: 'fired',
  history: [],
};
const alertOf = (id: number, owner: string | null): StoredAlert => ({
  id,
  connection: 'dms',
  rule: 'dms-unreachable',
  group: `g${id}`,
  state: { ...state, owner },
});
const own = (id: number) => ({
  id,
  definition: plainAlerts,
  owner: 'U0NOURA',
  pausedReason: null,
  nextRunAt: null,
  channel: 'C0SALES',
});

/** Returns services with this many alerts and subscriptions. */
function many(count: number): BotOptions {
  const alerts = Array.from({ length: count }, (_, n) => alertOf(n + 1, n === count - 1 ? 'U0NOURA' : null));
  const subscriptions = Array.from({ length: count }, (_, n) => own(n + 1));
  return {
    alerts: alertServiceOf(() => alerts),
    subscriptionService: { ...emptySubscriptionService, ofOwner: () => Promise.resolve(subscriptions) },
  };
}

async function opened(bot: Bot, user = 'noura') {
  bot.slack.control.openHome(user);
  return bot.slack.control.waitFor(() => bot.slack.control.home(user));
}

const published = (bot: Bot) =>
  bot.slack.traffic.entries().filter(({ direction, name }) => direction === 'in' && name === 'views.publish').length;

/** A clock that does a minute's work when the test calls `minute`. */
function ownClock(): HomeClock & { minute: () => Promise<void> } {
  const all: (() => Promise<void>)[] = [];
  return {
    add: (publish) => void all.push(publish),
    tick: () => {},
    minute: async () => void (await Promise.all(all.map((publish) => publish()))),
  };
}

describe.each(['socket', 'http'] as const)('over %s', (over) => {
  test('Home has a line about today; its button opens the answer in a modal, in which further presses replace the content', async () => {
    await using bot = await startBot({ over });
    const { control } = bot.slack;
    const home = await opened(bot);
    expect(textOf(home)).toMatch(/25 leads.*hot/s);
    await control.click('noura', home, buttonOf(home, 'Show today’s leads'));
    const list = await bot.view(/Page 1 of 5/);
    // Only one person reads the modal, so it has no button to share.
    expect(textOf(list)).not.toContain('leads.share');
    await control.click('noura', list, buttonOf(list, 'Next ›'));
    const next = await bot.view(/Page 2 of 5/);
    expect(control.views('noura')).toHaveLength(1);
    await control.click('noura', next, buttonOf(next, 'Open'));
    await bot.view(/Number in the DMS/);
    expect(control.views('noura')).toHaveLength(2);
  });
});

test('Home says that there are no alerts and no subscriptions', async () => {
  await using bot = await startBot(many(0));
  expect(textOf(await opened(bot))).toMatch(/No open alerts.*You have no subscriptions/s);
});

test.each([1, 1_500])(
  'with %i alerts and subscriptions Home shows a person’s own first, within Slack’s limits',
  async (count) => {
    await using bot = await startBot(many(count));
    const home = await opened(bot);
    const text = textOf(home);
    expect(home.blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(home.blocks).length).toBeLessThan(20_000);
    expect(text).toContain(`Alert ${count}`);
    expect(text.indexOf(`Alert ${count}`)).toBeLessThanOrEqual(text.search(/Alert 1\b/));
  },
);

test.each(['en', 'ar'] as const)(
  'Home shows 1,000 alerts and subscriptions with long texts within Slack’s limits, in %s',
  async (language) => {
    const { alerts, subscriptionService } = many(1_000);
    const longest = { ...plainAlerts, filters: { source: 'S'.repeat(100), brand: 'B'.repeat(100) } };
    await using bot = await startBot({
      alerts: alerts ?? quietAlertService,
      leads: 1_000,
      language,
      subscriptionService: {
        ...(subscriptionService ?? emptySubscriptionService),
        ofOwner: () =>
          Promise.resolve(Array.from({ length: 1_000 }, (_, n) => ({ ...own(n + 1), definition: longest }))),
      },
    });
    // The stand-in refuses a view with a text, a button or a number of blocks over Slack's limit.
    const home = await opened(bot);
    expect(textOf(home)).toMatch(/1,000/);
    expect(bot.log.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  },
);

test('when its facts can’t be read, Home shows an error with a reference, and is tried again a minute later', async () => {
  const homeClock = ownClock();
  let isDown = true;
  const alerts: AlertService = {
    ...alertServiceOf(() => []),
    open: () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve({ count: 0, first: [] })),
  };
  await using bot = await startBot({ homeClock, alerts });
  const home = await opened(bot);
  const { reference } = await bot.log.line('failed');
  expect(textOf(home)).toContain(String(reference));
  isDown = false;
  await expect
    .poll(() => homeClock.minute().then(() => textOf(bot.slack.control.home('noura') ?? home)))
    .toContain('No open alerts');
});

describe('acts', () => {
  setUpReplicas();

  test('an alert is acknowledged in a window that Home opened: the window and Home show it', async () => {
    await using bot = await replica();
    const { control } = bot.slack;
    const home = await opened(bot);
    expect(textOf(home)).toMatch(/Open alerts.*Alert 1/s);
    expect(textOf(home)).not.toContain('My open alerts');
    await control.click('noura', home, buttonOf(home, 'Open'));
    const window = await bot.view(/Alert 1/);
    await control.click('noura', window, buttonOf(window, 'Acknowledge'));
    await control.waitFor(() => /My open alerts.*Alert 1.*Today/s.test(textOf(control.home('noura') ?? home)));
    const after = await bot.view(/acknowledged by/);
    expect([control.views('noura').length, textOf(after).includes('"Acknowledge"')]).toEqual([1, false]);
    const [, menu = ''] = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(after.blocks)) ?? [];
    await control.selectOption('noura', after, menu, 'next 1');
    const form = await bot.view(/What should happen/);
    await control.submitView('noura', form);
    await bot.view(/Resolved by hand/);
    await control.waitFor(() => !/Alert 1/.test(textOf(control.home('noura') ?? home)));
    await allDone();
    expect([control.views('noura').length, answersIn(bot)]).toEqual([1, []]);
  });
});

/** The messages to the person: none are expected, because the windows show everything. */
function answersIn(bot: Bot): readonly string[] {
  return bot.seen('D0NOURA').map(textOf);
}

test('a button on Home opens the list of all 1,500 alerts', async () => {
  await using bot = await startBot(many(1_500));
  const home = await opened(bot);
  expect(textOf(home)).toContain('1,495 more');
  await bot.slack.control.click('noura', home, buttonOf(home, 'All alerts (1,500 open)'));
  expect(textOf(await bot.view(/Page 1 of 150/))).toContain('Alert 10');
});

test('contact details and names never reach Home', async () => {
  await using bot = await startBot();
  const text = textOf(await opened(bot));
  expect(text).not.toMatch(/@example|\+9665|Omar S\.|Sara/);
});

test('Home welcomes in both languages at the first opening only, and the buttons switch the language', async () => {
  let language: Language | null = null;
  const people: People = {
    ...nobody,
    language: () => Promise.resolve(language),
    setLanguage(user, chosen) {
      language = chosen;
      return Promise.resolve();
    },
  };
  await using bot = await startBot({ people });
  const { control } = bot.slack;
  const home = await opened(bot);
  expect(textOf(home)).toMatch(/Welcome to Leadbell.*مراسل|Welcome to Leadbell.*راسل/s);
  await control.click('noura', home, buttonOf(home, 'العربية'));
  await control.waitFor(() => /عرض عملاء اليوم/.test(textOf(control.home('noura') ?? home)));
  control.openHome('noura');
  const again = await control.waitFor(() => {
    const shown = control.home('noura');
    return shown !== null && !/مرحبًا بك/.test(textOf(shown)) && shown;
  });
  await control.click('noura', again, buttonOf(again, 'English'));
  await control.waitFor(() => /Show today’s leads/.test(textOf(control.home('noura') ?? home)));
});

test('Home is published again only in minutes in which it changed, and an old version never replaces a newer one', async () => {
  const alerts: StoredAlert[] = [];
  const homeClock = ownClock();
  const homes = memoryHomes();
  await using bot = await startBot({
    homeClock,
    homes,
    alerts: alertServiceOf(() => alerts),
  });
  await opened(bot);
  await expect.poll(async () => (await homes.looked('U0NOURA'))?.content).toEqual(expect.any(String));
  await homeClock.minute();
  const before = published(bot);
  expect(before).toBe(1);
  alerts.push(alertOf(7, null));
  await homeClock.minute();
  await homeClock.minute();
  expect(published(bot)).toBe(2);
  expect(textOf(bot.slack.control.home('noura') ?? (await opened(bot)))).toContain('Alert 7');
  // Simulates that another replica has published a newer tab.
  const shown = bot.slack.control.home('noura');
  if (shown === null) throw new Error('no Home');
  shown.hash = 'newer';
  alerts.push(alertOf(8, null));
  await homeClock.minute();
  expect(textOf(shown)).not.toContain('Alert 8');
  expect(bot.log.lines.some(({ event }) => event === 'home.newer')).toBe(true);
});

test.each<[NonNullable<BotOptions['asker']>, RegExp]>([
  ['guest', /guests of this workspace can’t use it/],
  ['outsider', /people from other companies can’t use/],
])('a %s sees on Home only a sentence that they can’t use Leadbell', async (asker, sentence) => {
  await using bot = await startBot({ asker });
  expect(textOf(await opened(bot))).toMatch(sentence);
  expect(bot.asked).toEqual([]);
});

test('Home shows everything else while the DMS does not answer', async () => {
  await using bot = await startBot(many(1));
  bot.dms.error = new Error('down');
  expect(textOf(await opened(bot))).toMatch(/The DMS is not answering.*Alert 1/s);
});
