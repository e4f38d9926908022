// Presses an alert's buttons and menu in the Slack stand-in. A test double of the alert service
// records the actions.
import type { Language } from '@leadbell/i18n';
import { type AlertState, defaultAlertSettings, type Instant, type Zone } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { LeadsApiError } from '@leadbell/leads-api';
import { expect, test } from 'vitest';
import { alertCard } from './alert-card.ts';
import type { AlertService } from './alert-service.ts';
import { quietAlertService } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { type Bot, buttonOf, startBot, textOf } from '../../testing/bot-context-fixtures.ts';

/** The time when `dayOf` creates its bulks. */
const start = Date.parse('2025-08-24T21:00:00Z');

function alert(changes: Partial<AlertState> = {}): StoredAlert {
  const members = Object.fromEntries(
    [0, 1, 2].map((n) => [
      String(n),
      {
        dmsId: null,
        createdAt: (start + n * 1_200_000) as Instant,
        state: 'completed',
        count: 1,
        of: 4,
        errors: [],
        traits: null,
        since: start as Instant,
        resolvedAt: null,
      },
    ]),
  );
  const state: AlertState = {
    status: 'firing',
    startedAt: start as Instant,
    firedAt: start as Instant,
    resolvedAt: null,
    toldAt: start as Instant,
    members,
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
    ...changes,
  };
  return { id: 12, connection: 'dms', rule: 'bulk-errors', group: 'g', state };
}

function notedAlertService(one: StoredAlert | null = alert()): {
  readonly subscriptionService: AlertService;
  readonly alertActions: unknown[];
} {
  const alertActions: unknown[] = [];
  const view =
    one === null
      ? null
      : {
          alert: one,
          errorTexts: new Map(),
          sentAgain: new Set<string>(),
          numbersOf: () => [],
          undated: { seenAt: new Map(), keysOf: () => [] },
        };
  const subscriptionService: AlertService = {
    ...quietAlertService,
    settings: defaultAlertSettings,
    find: () => Promise.resolve(view),
    act: (...action) => {
      alertActions.push(action);
      return Promise.resolve(view);
    },
  };
  return { subscriptionService, alertActions };
}

/** Posts the alert's message to the channel. */
async function posted(bot: Bot, one = alert(), language: Language = 'en') {
  const messages = messagesFor(language);
  const card = alertCard(one, { messages, zone: 'Asia/Riyadh' as Zone, errorTexts: new Map() });
  const { text, blocks } = renderMessage(card, { tag: language, more: messages.leads.more });
  const response = await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0SALES', text, blocks }),
  });
  expect(await response.json()).toMatchObject({ ok: true });
  return bot.said(/× \d|no reason given|دون ذكر السبب/);
}

const choose = async (bot: Bot, verb: string): Promise<void> => {
  const message = await posted(bot);
  await bot.slack.control.selectOption('noura', message, menuOf(message), `${verb} 12`);
};
/** Presses a choice that only messages of earlier releases offer. */
async function pressOld(bot: Bot, verb: string): Promise<void> {
  const message = await posted(bot);
  const old = JSON.parse(JSON.stringify(message).replaceAll('next 12', `${verb} 12`)) as typeof message;
  Object.assign(message, old);
  await bot.slack.control.selectOption('noura', message, menuOf(message), `${verb} 12`);
}
function menuOf(message: Parameters<typeof textOf>[0]): string {
  const [, id] = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(message.blocks)) ?? [];
  if (id === undefined) throw new Error('no menu');
  return id;
}

test('“View errors” opens a modal, and a lead opens in another modal on top', async () => {
  const { subscriptionService } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  const message = await posted(bot);
  await bot.slack.control.click('noura', message, buttonOf(message, 'View errors'));
  const view = await bot.view(/leads? with errors now/);
  expect(textOf(view)).toContain('Alert 12');
  expect(bot.asked.length).toBeGreaterThan(0);
  await bot.slack.control.click('noura', view, buttonOf(view, 'Open'));
  const lead = await bot.view(/Where it came from/);
  expect(lead.id).not.toBe(view.id);
});

test('an unresponsive DMS is reported in the modal, and “Try again” shows the errors', async () => {
  const { subscriptionService } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  const message = await posted(bot);
  bot.dms.error = new LeadsApiError('unavailable', 'down');
  await bot.slack.control.click('noura', message, buttonOf(message, 'View errors'));
  const trouble = await bot.view(/REF001/);
  bot.dms.error = null;
  await bot.slack.control.click('noura', trouble, buttonOf(trouble, 'Try again'));
  const view = await bot.view(/leads? with errors now/);
  expect(view.id).toBe(trouble.id);
});

test('only a person who may silence alerts can end a silence; a refusal still shows the silence', async () => {
  const silence = {
    id: 7,
    workspace: 'T0LEADBELL',
    matcher: { source: 'Website' },
    reason: 'maintenance',
    createdBy: 'U0SAMIR',
    startsAt: 0 as Instant,
    endsAt: (Date.now() + 3_600_000) as Instant,
  };
  const ended: unknown[] = [];
  let may = false;
  const { subscriptionService } = notedAlertService();
  await using bot = await startBot({
    alerts: {
      ...subscriptionService,
      maySilence: () => Promise.resolve(may),
      silences: () => Promise.resolve([silence]),
      endSilence: (...asked) => {
        ended.push(asked);
        return Promise.resolve(true);
      },
    },
  });
  await bot.slack.control.say('noura', 'sales', '/leads silences');
  const list = await bot.said(/maintenance/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'End'));
  expect(textOf(await bot.said(/Only people who manage Leadbell here can silence/))).toContain('maintenance');
  expect(ended).toEqual([]);
  may = true;
  await bot.slack.control.say('noura', 'sales', '/leads silences');
  const again = await bot.said(/Silences/);
  await bot.slack.control.click('noura', again, buttonOf(again, 'End'));
  await expect.poll(() => ended).toEqual([[7, 'U0NOURA']]);
});

test('a person who may not snooze is refused, and the alert is not snoozed', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: { ...subscriptionService, maySilence: () => Promise.resolve(false) } });
  await pressOld(bot, 'snooze');
  await bot.said(/Only people who manage Leadbell here can silence/);
  expect(alertActions).toEqual([]);
});

test('the modal says that the alert does not exist', async () => {
  const { subscriptionService } = notedAlertService(null);
  await using bot = await startBot({ alerts: subscriptionService });
  const message = await posted(bot);
  await bot.slack.control.click('noura', message, buttonOf(message, 'View errors'));
  expect(textOf(await bot.view(/That alert has ended/))).toContain('Alert 12');
});

test('a person assigns the alert to themselves in the menu, which then offers to release it', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  await choose(bot, 'assign');
  await bot.log.line('alert.action');
  expect(alertActions).toEqual([[12, 'assign', 'U0NOURA']]);
  const card = alertCard(alert({ owner: 'U0NOURA' }), {
    messages: messagesFor('en'),
    zone: 'Asia/Riyadh' as Zone,
    errorTexts: new Map(),
  });
  expect(JSON.stringify(card)).toContain('release 12');
  expect(JSON.stringify(card)).not.toContain('"assign 12"');
});

test.each([
  ['resolve', [12, 'resolve', 'U0NOURA']],
  ['snooze-week', [12, 'snooze', 'U0NOURA', { until: 'week' }]],
])('“Resolve or snooze…” opens one window with all choices: %s', async (step, act) => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  await choose(bot, 'next');
  const form = await bot.view(/What should happen to this alert/);
  await bot.slack.control.submitView('noura', form, chosen(step));
  await expect.poll(() => alertActions).toEqual([act]);
});

test('“Resolve or snooze…” silences the cause of the alert for everyone, and lists the silence with “End”', async () => {
  const { subscriptionService } = notedAlertService();
  const silenced: unknown[] = [];
  await using bot = await startBot({
    alerts: {
      ...subscriptionService,
      silence: (...asked) => {
        silenced.push(asked);
        return quietAlertService.silence(...asked);
      },
    },
  });
  await choose(bot, 'next');
  const form = await bot.view(/What should happen to this alert/);
  await bot.slack.control.submitView('noura', form, chosen('silence-2h'));
  buttonOf(await bot.said(/Silenced until/), 'End');
  expect(silenced).toEqual([[{ cause: { rule: 'bulk-errors', group: 'g', name: 'g' } }, 7_200_000, '', 'U0NOURA']]);
});

test('a person who may not silence is offered neither a snooze nor a silence, and a forged choice is refused', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: { ...subscriptionService, maySilence: () => Promise.resolve(false) } });
  await choose(bot, 'next');
  const form = await bot.view(/What should happen to this alert/);
  expect(JSON.stringify(form)).not.toMatch(/"(?:snooze|silence)-/);
  await bot.slack.control.submitView('noura', form, chosen('snooze-hour'));
  await bot.said(/Only people who manage Leadbell here can silence/);
  expect(alertActions).toEqual([]);
});

function chosen(step: string) {
  return { next: { next: { type: 'radio_buttons', selected_option: { value: step } } } };
}

test('“Assign to…” opens a form and assigns the alert to the chosen person', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  await choose(bot, 'assign-to');
  const form = await bot.view(/Who should have this alert/);
  await bot.slack.control.submitView('noura', form, {
    person: { person: { type: 'users_select', selected_user: 'U0SAMIR' } },
  });
  await bot.log.line('alert.action');
  await expect.poll(() => alertActions).toEqual([[12, 'assign', 'U0NOURA', { to: 'U0SAMIR' }]]);
});

test('assigning an alert to a person without the right is refused, by command and in the form', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({
    alerts: { ...subscriptionService, mayOwn: (_, user) => Promise.resolve(user !== 'U0OMAR') },
  });
  await bot.slack.control.say('noura', 'sales', '/leads assign 12 @omar');
  await bot.said(/Not assigned: as far as I know/);
  await choose(bot, 'assign-to');
  const form = await bot.view(/Who should have this alert/);
  await bot.slack.control.submitView('noura', form, {
    person: { person: { type: 'users_select', selected_user: 'U0OMAR' } },
  });
  const refusals = () =>
    bot.slack.control.messages('sales', { as: 'noura' }).filter((one) => /Not assigned/.test(textOf(one)));
  await expect.poll(refusals).toHaveLength(2);
  expect(alertActions).toEqual([]);
});

const note = (value: string) => ({ note: { note: { type: 'plain_text_input', value } } });

test('a note must not be empty', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  await choose(bot, 'note');
  const form = await bot.view(/Note/);
  await bot.slack.control.submitView('noura', form, note('   '));
  expect(alertActions).toEqual([]);
  await bot.slack.control.submitView('noura', form, note('the branch was renamed'));
  await expect.poll(() => alertActions).toEqual([[12, 'note', 'U0NOURA', { text: 'the branch was renamed' }]]);
});

test('/leads assign accepts a person, me or `nobody`, and asks when none is given', async () => {
  const { subscriptionService, alertActions } = notedAlertService();
  await using bot = await startBot({ alerts: subscriptionService });
  for (const [index, whom] of ['@samir', 'me', 'nobody'].entries()) {
    await bot.slack.control.say('noura', 'sales', `/leads assign 12 ${whom}`);
    await expect.poll(() => alertActions).toHaveLength(index + 1);
  }
  await expect
    .poll(() => alertActions)
    .toEqual([
      [12, 'assign', 'U0NOURA', { to: 'U0SAMIR' }],
      [12, 'assign', 'U0NOURA', { to: 'U0NOURA' }],
      [12, 'release', 'U0NOURA'],
    ]);
  await bot.slack.control.say('noura', 'sales', '/leads assign 12 somebody');
  await bot.said(/say who should have the alert/);
});
