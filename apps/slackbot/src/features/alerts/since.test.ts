// Tests an alert's times: "since" is when the problem began, "opened" when the alert began, whether or not a channel got
// it.
import { defaultAlertSettings } from '@leadbell/domain';
import { languageTags } from '@leadbell/i18n';
import { type Card, renderMessage } from '@leadbell/slack-kit';
import { expect, test } from 'vitest';
import {
  branch,
  bulk,
  look,
  minute,
  plain,
  poll,
  query,
  settle,
  setUpScenario,
  shown,
  subscribe,
  subscriptionService,
  wait,
  zone,
} from '../../testing/scenario-fixtures.ts';
import { messagesFor } from '../index.ts';
import { alertDetailCard, alertListCard } from './alert-list.ts';

setUpScenario();

const settings = { ...defaultAlertSettings, groupWaitMs: 5 * minute, erroredLeads: 1 };

async function sinceLine(): Promise<string> {
  return (
    /since [^·]+(?:· opened [^·]+)?/
      .exec(await shown())?.[0]
      .replaceAll(/\s+/g, ' ')
      .trim() ?? ''
  );
}

test('errors that arrive together with their bulk began when the bulk was created', async () => {
  settle(settings);
  await poll(bulk(1, [branch, branch]));
  wait(6 * minute);
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 11:59 · opened 12:06');
});

test('if an error appears in an old bulk, the problem began when the error was found', async () => {
  settle(settings);
  await poll(bulk(1, ['fine', 'fine']));
  wait(30 * minute);
  await poll(bulk(1, [branch, 'fine']));
  wait(6 * minute);
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 12:30 · opened 12:36');
});

test('an alert that opens within a minute after its errors began shows only when they began', async () => {
  settle({ ...settings, groupWaitMs: 0 });
  await poll(bulk(1, ['fine', 'fine']));
  wait(30 * minute);
  await poll(bulk(1, [branch, 'fine']));
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 12:30');
});

test.each(languageTags)(
  'while no channel has the alert, no card in %s says that it was sent, and a channel that subscribes later gets the same times',
  async (tag) => {
    settle(settings);
    await query('delete from subscriptions');
    await poll(bulk(1, [branch]));
    wait(6 * minute);
    await look();
    expect(await shown()).toBe('');
    const messages = messagesFor(tag);
    const [alert] = await subscriptionService.latest(1);
    if (alert === undefined) throw new Error('no alert');
    const seen = { messages, zone, errorTexts: new Map() };
    const textOf = (card: Card) =>
      plain(JSON.stringify(renderMessage(card, { tag, more: messages.leads.more }).blocks));
    const [list, detail] = [alertListCard([alert], seen), alertDetailCard(alert, seen)].map(textOf);
    const opened = tag === 'ar' ? 'فُتح 12:06' : 'opened 12:06';
    expect([list, detail].map((text) => text?.includes(opened))).toEqual([true, true]);
    expect(`${list}${detail}`).not.toMatch(/\b(?:sent|notified|posted)\b|أُرسل/i);

    wait(3 * minute);
    await subscribe({ language: tag });
    await look();
    expect(await shown()).toContain(opened);
  },
);
