/**
 * Tests the results of a search and the longer periods that it offers. Nothing of a search may
 * reach a channel, the log, an error or the database.
 */
import { type Instant, type Lead, type LeadQuestion, soughtKey } from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import type { Inbox } from '@leadbell/store';
import { asRead, testKey } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';
import type { Look } from '../../reports/context.ts';
import { buttonOf, startBot, textOf } from '../../testing/bot-context-fixtures.ts';
import { type AnyQuery, answerQuery, decodeOpen, decodeQuery, parseText } from '../../testing/commands-fixtures.ts';
import { bulkOf, contextFor, noon, nthLead } from '../../testing/lead-fixtures.ts';
import { memoryInbox } from '../../testing/memory-fixtures.ts';
import type { Button, Card } from '@leadbell/slack-kit';
import { leadView } from './lead.ts';

const alfa: Lead = {
  ...nthLead(1),
  firstName: 'Alfa',
  lastName: 'Findtestali',
  phoneCode: '00966',
  phoneNumber: '0500000021',
};
const bravo: Lead = { ...nthLead(2), firstName: 'برافو', lastName: 'تجريبي', leadId: '2002', phoneNumber: '500000022' };
const dayMs = 86_400_000;
/** Only a search of a longer period finds this lead. */
const old: Lead = { ...nthLead(3), firstName: 'Oldtest', lastName: 'Findtestali' };

/** Simulates a DMS that answers with the bulks in the requested window. */
function dmsOf(
  ...bulks: readonly (readonly [leads: readonly Lead[], daysAgo: number])[]
): LeadsApi & { readonly asked: LeadQuestion[] } {
  const asked: LeadQuestion[] = [];
  return {
    asked,
    async *read(question): AsyncGenerator<AnswerPart> {
      asked.push(question);
      await Promise.resolve();
      for (const [index, [leads, daysAgo]] of bulks.entries()) {
        const createdAt = (noon - daysAgo * dayMs - 60_000) as Instant;
        const isIn =
          question.kind !== 'window' || (createdAt >= question.window.from && createdAt < question.window.to);
        if (isIn) yield* bulkOf(leads, { key: `bulk-${index}`, createdAt }, index);
      }
    },
  };
}

const world = () => dmsOf([[alfa, bravo, nthLead(4)], 0], [[old], 20]);

async function typed(text: string, context = contextFor(world())): Promise<Card> {
  const parsed = parseText(text, context);
  return parsed.ok
    ? answerQuery(parsed.query, context)
    : { summary: parsed.complaint.sentence, direction: 'ltr', parts: [] };
}

const shownIn = (card: Card) => asRead(JSON.stringify(card));

function buttons(card: Card): readonly Button[] {
  return card.parts.flatMap((part) => {
    if (part.kind === 'actions') return part.elements.filter((one) => one.kind === 'button');
    return part.kind === 'text' && part.button !== undefined ? [part.button] : [];
  });
}

function pressed(label: string, card: Card): AnyQuery {
  const query = decodeQuery(buttons(card).find((one) => one.label === label)?.value ?? '');
  if (query === null) throw new Error(`no button ${label}`);
  return query;
}

/**
 * Counts how often a period is parsed in a search for `x` and this many other words. Each parse
 * reads `now` once, so the reads are counted.
 */
function readings(words: number): number {
  let reads = 0;
  const context = contextFor(world());
  const { now } = context;
  Object.defineProperty(context, 'now', {
    get: () => {
      reads += 1;
      return now;
    },
  });
  parseText(`find x ${'1 '.repeat(words)}`, context);
  return reads;
}

const labels = (card: Card) => buttons(card).map(({ label }) => label);

describe('find', () => {
  test.each([
    ['find Alfa', /Search · name: 1 lead found/, /Alfa F\./],
    ['find findtestali alfa', /1 lead found/, /Alfa F\./],
    ['search 050 000 0021', /Search · phone number: 1 lead found/, /Alfa F\./],
    ['find +966-50-000-0021 today', /1 lead found/, /Alfa F\./],
    ['find person1@example.com', /Search · e-mail address: 1 lead found/, /Alfa F\./],
    ['find 2002', /Search · number: 1 lead found/, /برافو/],
    ['find bravo', /1 lead found/, /برافو/],
    ['find Findtestali last 30 days', /2 leads found/, /Oldtest F\./],
    ['find for Alfa', /1 lead found/, /Alfa F\./],
    ['find Alfa brand:KIA', /1 lead found/, /Alfa F\./],
    ['find Alfa brand:MG', /No lead found/, /No lead matches/],
    ['ابحث ٠٥٠٠٠٠٠٠٢١', /بحث/, /Alfa F\./],
    ['ابحث عن برافو تجريبي', /بحث/, /برافو/],
  ])('%s', async (text, summary, row) => {
    const tag = text.startsWith('ا') ? 'ar' : 'en';
    const card = await typed(text, contextFor(world(), tag));
    expect(asRead(card.summary)).toMatch(summary);
    expect(shownIn(card)).toMatch(row);
    expect(shownIn(card).replaceAll(/"value":"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/500000021|500000022|person1@/);
  });

  test('the answer says which period was searched, and offers longer ones if nothing was found', async () => {
    const context = contextFor(world());
    const none = await typed('find Oldtest', context);
    expect(none.summary).toBe('No lead found');
    expect(shownIn(none)).toContain('No lead matches “Oldtest” in this period.');
    expect(shownIn(none)).toContain('Tuesday 19 August – Monday 25 August 2025');
    expect(shownIn(none)).toContain('You gave no period, so I looked at the last 7 days.');
    expect(labels(none)).toEqual(['Last 30 days', 'Last 92 days', 'Refresh']);
    const longer = pressed('Last 30 days', none);
    expect(shownIn(await answerQuery(longer, context))).toContain('Oldtest F.');
    const longest = await typed('find Nosuchtest last 92 days', context);
    expect(labels(longest)).toEqual(['Refresh']);
    expect(shownIn(longest)).toContain('This is the longest period that can be searched.');
  });

  test('a found lead can be opened, even if it is not among the 1,000 leads that a list keeps', async () => {
    const many = Array.from({ length: 1_500 }, (_, n) => nthLead(n + 10));
    const context = contextFor(dmsOf([many, 0], [[alfa], 1]));
    const card = await typed('find Alfa', context);
    const open = decodeOpen(buttons(card)[0]?.value ?? '');
    if (open === null) throw new Error('nothing to open');
    const looks: Look[] = [];
    const view = await leadView(
      { ...open, isMore: false },
      { ...context, record: async (look) => void looks.push(look) },
    );
    expect(shownIn(view)).toContain('+966500000021');
    expect(looks.map(({ action }) => action)).toEqual(['open']);
    expect(context.leadsApi).toMatchObject({ asked: [expect.anything()] });
  });

  test('a search uses the list of the same days if that is cached', async () => {
    const context = contextFor(world());
    await typed('last 7 days', context);
    expect(shownIn(await typed('find Alfa', context))).toContain('Alfa F.');
    expect(context.leadsApi).toMatchObject({ asked: [expect.anything()] });
  });

  test('a search finds nothing outside the asker’s scope', async () => {
    const context = contextFor(world(), 'en', { scope: [{ brands: ['MG'], branches: [] }] as never });
    expect((await typed('find Alfa', context)).summary).toBe('No lead found');
  });

  test('the answer has no Share button, and its other pages keep the search', async () => {
    const context = contextFor(
      dmsOf([Array.from({ length: 12 }, (_, n) => ({ ...nthLead(n), firstName: 'Alfa' })), 0]),
    );
    const card = await typed('find Alfa', context);
    expect(labels(card).filter((label) => label !== 'Open')).toEqual(['‹ Previous', 'Next ›', 'Refresh']);
    expect(pressed('Next ›', card)).toMatchObject({ command: 'find', text: 'Alfa', page: 1 });
  });

  test.each([
    ['find', /After “find”, type a name/],
    ['find ؟', /After “find”, type a name/],
    ['find Alfa --share', /only for you, so it can’t be shared/],
    ['find Alfa last 500 days', /“last 500 days” is longer than 92 days.*\/leads find … last 92 days/],
    ['find Alfa tomorrow', /“tomorrow” is in the future/],
    [`find ${'x'.repeat(121)}`, /too long to search for/],
    // This text is refused because of its length, before any ending of it is parsed as a period.
    [`find ${'x '.repeat(110)}last 500 days`, /too long to search for/],
  ])('“%s” is explained without the name', async (text, sentence) => {
    const context = contextFor(world());
    const summary = asRead((await typed(text, context)).summary);
    expect(summary).toMatch(sentence);
    expect(summary).not.toContain('Alfa');
    expect(context.leadsApi).toMatchObject({ asked: [] });
  });

  test.each([
    ['find Layla May', 'Layla May'],
    ['ابحث سالم خميس', 'سالم خميس'],
    ['find Alfa sunday', 'Alfa sunday'],
    ['find Alfa 24 aug', 'Alfa'],
    ['find Alfa this week', 'Alfa'],
    ['find 2002 yesterday', '2002'],
    ['find Alfa from 1 rabi al awwal 1446 to 3 rabi al awwal 1446', 'Alfa'],
    ['find 050 000 0021', '050 000 0021'],
  ])('%s looks for %s', (text, whom) => {
    const parsed = parseText(text, contextFor(world()));
    expect(parsed).toMatchObject({ ok: true, query: { command: 'find', text: whom } });
  });

  test('a search for many words parses a period no more often than a search for few', () => {
    const few = readings(17);
    expect(few).toBeGreaterThan(0);
    expect(readings(55)).toBe(few);
  });

  test('a search is recorded before its answer is shown, even if nothing was found; its text is recorded only as a keyed hash', async () => {
    const looks: Look[] = [];
    const context = contextFor(world(), 'en', { record: async (look) => void looks.push(look) });
    await typed('find 0500000021', context);
    await typed('find Nosuchtest', context);
    expect(looks.map(({ action, leads, sought }) => [action, leads.length, sought?.kind])).toEqual([
      ['find', 1, 'phone'],
      ['find', 0, 'name'],
    ]);
    const refused = contextFor(world(), 'en', { record: () => Promise.reject(new Error('not recorded')) });
    await expect(typed('find Alfa', refused)).rejects.toThrow('not recorded');
    const key = soughtKey({ kind: 'phone', text: '966500000021', own: '500000021' }, testKey());
    expect(key).not.toMatch(/500000021/);
  });
});

/** Returns an inbox that also notes everything that would be written into the database. */
function listening(): { readonly inbox: Inbox; readonly written: string[] } {
  const memory = memoryInbox();
  const written: string[] = [];
  return {
    written,
    inbox: {
      ...memory,
      write: (act, ...others) => {
        written.push(JSON.stringify(act));
        return memory.write(act, ...others);
      },
    },
  };
}

const traces = /Findtestali|findtestali|0500000021|966500000021/;

describe('with Slack', () => {
  test('only the asker sees the reply; channel, log and inbox contain nothing of the search', async () => {
    const { inbox, written } = listening();
    await using bot = await startBot({ answers: world(), inbox });
    bot.slow = true;
    bot.dms.hold = true;
    await bot.slack.control.say('noura', 'sales', '/leads find Findtestali');
    await bot.said(/Fetching/);
    await expect.poll(() => written.length).toBe(1);
    expect(written.join()).toContain('private reading');
    bot.dms.hold = false;
    for (const held of bot.dms.held) held.release();
    const found = await bot.said(/1 lead found/);
    expect(found.ephemeralTo).toBe('U0NOURA');
    await bot.slack.control.click('noura', found, buttonOf(found, 'Open'));
    await bot.view(/\+966500000021/);
    expect(bot.slack.control.messages('sales', { as: 'samir' }).filter((one) => traces.test(textOf(one)))).toEqual([]);
    expect(written.filter((row) => traces.test(row))).toEqual([]);
    expect(bot.log.text()).not.toMatch(traces);
  });

  test('neither the reply nor the log of a failure mentions the text', async () => {
    await using bot = await startBot({ answers: world() });
    bot.dms.error = new Error('broken');
    await bot.slack.control.say('noura', 'sales', '/leads find 0500000021');
    const failed = await bot.said(/Reference: REF001/);
    expect(failed.ephemeralTo).toBe('U0NOURA');
    const texts = JSON.stringify(failed.blocks).replaceAll(/"value":"(?:[^"\\]|\\.)*"/g, '');
    expect(texts).not.toMatch(traces);
    expect(failed.text).not.toMatch(traces);
    await bot.log.line('failed');
    expect(bot.log.text()).not.toMatch(traces);
  });
});
