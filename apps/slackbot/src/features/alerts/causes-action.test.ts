// Tests *All causes* of a summary's message, over real sockets: the list contains each cause, and
// an action affects only its own cause.
import { type AlertState, defaultAlertSettings, type Instant, newSummary, type SilenceMatcher } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { expect, test } from 'vitest';
import type { Look } from '../../reports/context.ts';
import { gateThat, openGate } from '../../testing/gate-fixtures.ts';
import type { AlertService } from './alert-service.ts';
import { summaryCard } from './summary-card.ts';
import { quietAlertService } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { type Bot, buttonOf, startBot, textOf } from '../../testing/bot-context-fixtures.ts';

const at = Date.parse('2025-08-25T09:00:00Z') as Instant;

function alertOf(id: number): StoredAlert {
  const state: AlertState = {
    status: 'firing',
    startedAt: at,
    firedAt: at,
    resolvedAt: null,
    toldAt: at,
    members: {
      [id]: {
        dmsId: String(id),
        createdAt: at,
        state: 'completed',
        count: 30 - id,
        of: 40,
        errors: [{ fingerprint: `cause ${id}|`, leads: 30 - id }],
        traits: null,
        since: at,
        resolvedAt: null,
      },
    },
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  };
  return { id, connection: 'dms', rule: 'bulk-errors', group: `cause ${id}|`, state };
}

function serviceOf(count: number) {
  const alerts = Array.from({ length: count }, (_, n) => alertOf(n + 1));
  const view = {
    id: 3,
    state: newSummary(
      'burst',
      alerts.map(({ id }) => id),
      at,
    ),
    alerts,
  };
  const alertActions: unknown[] = [];
  const silenced = new Map<number, number>();
  const subscriptionService: AlertService = {
    ...quietAlertService,
    settings: defaultAlertSettings,
    causes: (summary) =>
      Promise.resolve(
        summary === 3
          ? { causes: { ...view, channel: 'C0SALES', silencedUntil: silenced }, errorTexts: new Map() }
          : null,
      ),
    act: (...action) => {
      alertActions.push(action);
      return Promise.resolve({
        alert: alertOf(1),
        errorTexts: new Map(),
        sentAgain: new Set(),
        numbersOf: () => [],
        undated: { seenAt: new Map(), keysOf: () => [] },
      });
    },
    silence: (matcher: SilenceMatcher, ms, reason, user) => {
      alertActions.push(['silence', matcher, ms, user]);
      silenced.set(1, at + ms);
      return quietAlertService.silence(matcher, ms, reason, user);
    },
  };
  return { subscriptionService, alertActions, view };
}

async function posted(bot: Bot, view: ReturnType<typeof serviceOf>['view']) {
  const messages = messagesFor('en');
  const card = summaryCard(view, { messages, zone: 'Asia/Riyadh' as never, errorTexts: new Map() });
  const { text, blocks } = renderMessage(card, { tag: 'en', more: messages.leads.more });
  const response = await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0SALES', text, blocks }),
  });
  expect(await response.json()).toMatchObject({ ok: true });
  return bot.said(/25 causes of errors/);
}

test('the modal All causes opens in pages, and a cause can be acknowledged, assigned and silenced there', async () => {
  const { subscriptionService, alertActions, view } = serviceOf(25);
  await using bot = await startBot({ alerts: subscriptionService });
  const message = await posted(bot, view);
  await bot.slack.control.click('noura', message, buttonOf(message, 'All causes'));
  const first = await bot.view(/Page 1 of 3/);
  expect(textOf(first)).toContain('cause 1');
  await bot.slack.control.click('noura', first, buttonOf(first, 'Acknowledge'));
  await expect.poll(() => alertActions).toEqual([[1, 'acknowledge', 'U0NOURA']]);
  const again = await bot.view(/Page 1 of 3/);
  const [, menu = ''] = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(again.blocks)) ?? [];
  await bot.slack.control.selectOption('noura', again, menu, 'silence-2h 1 3 0');
  const cause = { rule: 'bulk-errors', group: 'cause 1|', name: 'cause 1' };
  await expect.poll(() => alertActions.at(-1)).toEqual(['silence', { cause }, 7_200_000, 'U0NOURA']);
  const silent = await bot.view(/silenced until/);
  await bot.slack.control.click('noura', silent, buttonOf(silent, 'Next ›'));
  expect(textOf(await bot.view(/Page 2 of 3/))).toContain('cause 11');
});

test('a person without permission is refused in the channel, in the list and by command, and nothing is silenced', async () => {
  const { subscriptionService, alertActions, view } = serviceOf(25);
  await using bot = await startBot({ alerts: { ...subscriptionService, maySilence: () => Promise.resolve(false) } });
  const message = await posted(bot, view);
  await bot.slack.control.click('noura', message, buttonOf(message, 'All causes'));
  const first = await bot.view(/Page 1 of 3/);
  const [, menu = ''] = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(first.blocks)) ?? [];
  await bot.slack.control.selectOption('noura', first, menu, 'silence-day 1 3 0');
  const refused = await bot.said(/Only people who manage Leadbell here can silence/);
  expect(refused).toMatchObject({ channel: 'C0SALES', ephemeralTo: 'U0NOURA' });
  const told = () => bot.seen().filter((one) => /can silence or snooze|متاح فقط لمن يديرون/.test(textOf(one))).length;
  await bot.slack.control.say('noura', 'sales', '/leads silence source:Website 2h');
  await expect.poll(told).toBe(2);
  await bot.slack.control.say('noura', 'sales', '/leads إسكات مصدر:Website 2h');
  await expect.poll(told).toBe(3);
  expect(alertActions).toEqual([]);
});

test('a refused press is recorded once', async () => {
  const { subscriptionService, alertActions, view } = serviceOf(25);
  const looks: Look[] = [];
  let isClosed = false;
  const refusal = { why: 'guest', ability: 'act on alerts' } as const;
  await using bot = await startBot({
    alerts: subscriptionService,
    gate: gateThat((...asked) =>
      isClosed ? Promise.resolve({ isAllowed: false, kind: 'guest', refusal }) : openGate.decide(...asked),
    ),
    record(_, look) {
      looks.push(look);
      return Promise.resolve();
    },
  });
  const message = await posted(bot, view);
  await bot.slack.control.click('noura', message, buttonOf(message, 'All causes'));
  const first = await bot.view(/Page 1 of 3/);
  isClosed = true;
  await bot.slack.control.click('noura', first, buttonOf(first, 'Acknowledge'));
  await expect.poll(() => looks).toMatchObject([{ action: 'cause', outcome: 'refused' }]);
  isClosed = false;
  await bot.slack.control.click('noura', first, buttonOf(first, 'Acknowledge'));
  await expect.poll(() => alertActions).toHaveLength(1);
  expect(looks).toHaveLength(1);
});

test('a cause that is not in the summary is left unchanged', async () => {
  const { subscriptionService, alertActions, view } = serviceOf(25);
  let opened = 0;
  await using bot = await startBot({
    alerts: {
      ...subscriptionService,
      // Simulates that the cause left the summary after the list was opened.
      causes: async (summary) => {
        const found = await subscriptionService.causes(summary);
        return found === null || opened === 0
          ? found
          : { ...found, causes: { ...found.causes, alerts: found.causes.alerts.slice(1) } };
      },
    },
  });
  const message = await posted(bot, view);
  await bot.slack.control.click('noura', message, buttonOf(message, 'All causes'));
  const first = await bot.view(/Page 1 of 3/);
  opened = 1;
  await bot.slack.control.click('noura', first, buttonOf(first, 'Acknowledge'));
  await bot.view(/cause 11/);
  expect(alertActions).toEqual([]);
});
