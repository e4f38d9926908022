/** Buttons stay in the same place on every page, and a button that posts to the channel asks for confirmation. */
import type { Message } from '@leadbell/slack-sandbox';
import { describe, expect, test } from 'vitest';
import { buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { openGate } from '../testing/gate-fixtures.ts';

interface Pressable {
  readonly action_id: string;
  readonly text: { readonly text: string };
  readonly value: string;
  readonly confirm?: Readonly<Record<'title' | 'text' | 'confirm' | 'deny', { readonly text: string }>>;
}

/** The buttons under a list, in the order in which they are shown. */
function foot(message: Message): readonly Pressable[] {
  const blocks = (message.blocks ?? []) as readonly { readonly type: string; readonly elements?: readonly object[] }[];
  const rows = blocks.filter(({ type, elements = [] }) => type === 'actions' && 'value' in (elements[0] ?? {}));
  return ((rows.at(-1)?.elements ?? []) as readonly Pressable[]).filter((one) => 'text' in one);
}

/** The people in a list. */
function rows(message: Message): readonly string[] {
  return textOf(message).match(/[A-Z][a-z]+ [A-Z]\./g) ?? [];
}

function withoutMarks(text = ''): string {
  return text.replaceAll(/[\u2066-\u2069\u200F]/g, '');
}

const labels = (message: Message) => foot(message).map(({ text }) => text.text);

describe('the pages of a list', () => {
  test('each button keeps its place, so that a second tap never hits another button', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    let shown = await bot.said(/Page 1 of 5/);
    const places = labels(shown);
    expect(places).toEqual(['Overview', '‹ Previous', 'Next ›', 'Refresh', 'Share']);
    const next = places.indexOf('Next ›');
    // Tap more times than there are pages.
    for (const page of [2, 3, 4, 5, 5, 5]) {
      await bot.slack.control.click('noura', shown, foot(shown)[next]?.action_id ?? '');
      shown = await bot.said(new RegExp(`Page ${page} of 5`));
      expect(labels(shown)).toEqual(places);
    }
    for (const page of [4, 3, 2, 1, 1]) {
      await bot.slack.control.click('noura', shown, foot(shown)[places.indexOf('‹ Previous')]?.action_id ?? '');
      shown = await bot.said(new RegExp(`Page ${page} of 5`));
      expect(labels(shown)).toEqual(places);
    }
    await bot.app.stop(60_000);
    expect(bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined)).toEqual([]);
  });

  test('Share posts the page that the person sees', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const first = await bot.said(/Page 1 of 5/);
    await bot.slack.control.click('noura', first, buttonOf(first, 'Next ›'));
    const second = await bot.said(/Page 2 of 5/);
    await bot.slack.control.click('noura', second, buttonOf(second, 'Share'));
    const posted = await bot.said(/Shared by/);
    expect(textOf(posted)).toContain('Page 2 of 5');
    expect(rows(posted).length).toBeGreaterThan(1);
    expect(rows(posted)).toEqual(rows(second));
    await bot.slack.control.click('noura', posted, buttonOf(posted, 'See the leads'));
    expect(rows(await bot.said(/Page 2 of 5.*Refresh/))).toEqual(rows(second));
  });
});

describe('a button that posts to the channel', () => {
  test.each([
    { text: '/leads today', title: 'Post to this channel?', yes: 'Share' },
    { text: '/leads اليوم', title: 'النشر في هذه القناة؟', yes: 'مشاركة' },
  ])('a button asks for confirmation: $text', async ({ text, title, yes }) => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', text);
    const share = foot(await bot.said(/25/)).at(-1);
    expect(withoutMarks(share?.confirm?.title.text)).toBe(title);
    expect(withoutMarks(share?.confirm?.confirm.text)).toBe(yes);
  });

  test('a button asks for confirmation only once, even if people from other companies can read the channel', async () => {
    await using bot = await startBot({ gate: { ...openGate, isSharedOutside: () => Promise.resolve(true) } });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    expect(foot(answer).at(-1)?.confirm?.text.text).toContain('People from other companies can read this channel.');
    await bot.slack.control.click('noura', answer, buttonOf(answer, 'Share'));
    expect((await bot.said(/Shared by/)).ephemeralTo).toBeUndefined();
    await bot.app.stop(60_000);
    expect(bot.seen().map(textOf).join()).not.toContain('Share anyway');
  });

  test('a button that corrects a mistyped share asks for confirmation', async () => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', 'sales', '/leads tody --share');
    const suggestion = foot(await bot.said(/did you mean|Did you mean/i))[0];
    expect(suggestion?.text.text).toContain('--share');
    expect(suggestion?.confirm?.title.text).toBe('Post to this channel?');
  });
});
