import { fakeClock } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import type { AnswerContext } from '../../reports/context.ts';
import { type AnyQuery, answerQuery, decodeQuery, parseText, filters } from '../../testing/commands-fixtures.ts';
import type { Card, Control } from '@leadbell/slack-kit';
import { createAnswers } from '../../reports/answers.ts';
import { contextFor, dayOf, example, fakeApi, nthLead } from '../../testing/lead-fixtures.ts';

function elements(card: Card): readonly Control[] {
  return card.parts.flatMap((part) => {
    if (part.kind === 'actions') return part.elements;
    return part.kind === 'text' && part.button !== undefined ? [part.button] : [];
  });
}

function pressed(label: string, card: Card): AnyQuery {
  const button = elements(card).find((element) => element.kind === 'button' && element.label === label);
  const query = button?.kind === 'button' ? decodeQuery(button.value) : null;
  if (query === null) throw new Error(`no button ${label}`);
  return query;
}

function chosen(label: string | RegExp, card: Card): AnyQuery {
  const options = elements(card).flatMap((element) => (element.kind === 'select' ? element.options : []));
  const query = decodeQuery(options.find((option) => option.label.match(label) !== null)?.value ?? '');
  if (query === null) throw new Error(`no choice ${String(label)}`);
  return query;
}

function asked(text: string, context: AnswerContext): AnyQuery {
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  return parsed.query;
}

function overviewOf(query: AnyQuery, context: AnswerContext): Promise<Card> {
  const overview: AnyQuery = { ...query, view: 'numbers' };
  return answerQuery(overview, context);
}

function headerOf({ parts: [first] }: Card): string {
  return first?.kind === 'header' ? first.text : '';
}

function textOf(card: Card): string {
  const spans = JSON.stringify(card.parts).matchAll(/"(?:words|data)":"([^"]*)"/g);
  return [...spans].map(([, text]) => text).join('');
}

function notesOf(card: Card): string {
  return JSON.stringify(card.parts.filter(({ kind }) => kind === 'note'));
}

describe('the buttons of an answer', () => {
  it('other pages keep the original days, even after midnight; a refresh does not', async () => {
    const clock = fakeClock('2025-08-25T20:59:00Z');
    const api = fakeApi(dayOf(24));
    const answers = createAnswers({ now: clock.now });
    const before = contextFor(api, 'en', { now: clock.now(), answers });
    const first = await answerQuery(asked('today', before), before);
    await clock.tick(120_000);
    const after = { ...before, now: clock.now() };
    const second = await answerQuery(pressed('Next ›', first), after);
    expect(headerOf(second)).toBe('Leads · Yesterday');
    expect(notesOf(second)).toContain('Monday 25 August 2025');
    expect(api.asked).toHaveLength(1);
    const refreshed = await answerQuery(pressed('Refresh', first), after);
    expect(headerOf(refreshed)).toBe('Leads · Today');
    expect(notesOf(refreshed)).toContain('Tuesday 26 August 2025');
  });

  it('other pages keep the hours of the cached answer; a refresh does not', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const context = contextFor(fakeApi(dayOf(24)), 'en', {
      now: clock.now(),
      answers: createAnswers({ now: clock.now }),
    });
    const first = await answerQuery(asked('last 3 hours', context), context);
    await clock.tick(300_000);
    const second = await answerQuery(pressed('Next ›', first), { ...context, now: clock.now() });
    expect(notesOf(second)).toContain('09:00 – 12:00');
    const third = await answerQuery(pressed('Refresh', first), { ...context, now: clock.now() });
    expect(notesOf(third)).toContain('09:05 – 12:05');
    const fourth = await answerQuery(pressed('Refresh', second), { ...context, now: clock.now() });
    expect(headerOf(fourth)).toBe('Leads · Last 3 hours');
    expect(notesOf(fourth)).toContain('09:05 – 12:05');
  });

  it('other pages of “last hours” ask the DMS for the hours of the first answer, even when that answer is no longer cached', async () => {
    const clock = fakeClock('2025-08-25T09:00:00Z');
    const api = fakeApi(dayOf(24));
    const context = contextFor(api, 'en', { now: clock.now(), answers: createAnswers({ now: clock.now }) });
    const first = await answerQuery(asked('last 3 hours', context), context);
    await answerQuery(pressed('Next ›', first), { ...context, now: clock.now() });
    expect(api.asked).toHaveLength(1);
    await clock.tick(7_200_000);
    const second = await answerQuery(pressed('Next ›', first), { ...context, now: clock.now() });
    expect(api.asked).toHaveLength(2);
    expect(api.asked[1]).toEqual(api.asked[0]);
    expect(headerOf(second)).toBe('Leads · Monday 25 August 2025 09:00 – 12:00');
    expect(JSON.stringify(second.parts).match(/25 August/g)).toHaveLength(1);
  });

  it('“Share” posts the page that is shown, and a shared answer opens a list only for the person who presses', async () => {
    const context = contextFor(fakeApi(dayOf(24)));
    const card = await answerQuery({ ...asked('today', context), page: 1 } as AnyQuery, context);
    const share = elements(card).find(({ action }) => action === 'leads.share');
    const query = share?.kind === 'button' ? decodeQuery(share.value) : null;
    expect(query).toMatchObject({ share: true, page: 1, period: { kind: 'date', date: '2025-08-25' } });
    const shared = await answerQuery(asked('today --share', context), { ...context, audience: 'channel' });
    expect(pressed('See the leads', shared)).toMatchObject({ share: false, page: 0 });
    expect(elements(shared).some(({ kind }) => kind === 'select')).toBe(false);
  });

  it('“See the errors” keeps the brand filter and drops the status filter', async () => {
    const context = contextFor(fakeApi(dayOf(24)));
    const card = await overviewOf(asked('today brand:kia status:errored', context), context);
    expect(pressed('See the errors', card)).toMatchObject({ command: 'errors', filters: filters({ brand: 'kia' }) });
  });
});

describe('totals', () => {
  it('if the reader’s role is limited, the totals say which leads the reader may see', async () => {
    const scope = [{ brands: ['KIA'] }, { branches: ['Jeddah', 'Riyadh North'] }];
    const context = contextFor(fakeApi(dayOf(24)), 'en', { scope });
    const notes = async (text: string, more: Partial<AnswerContext> = {}) =>
      textOf(await answerQuery(asked(text, context), { ...context, ...more }));
    const only = 'Brand KIA or Branch Jeddah or Riyadh North';
    for (const text of ['today', 'errors today', 'last 3 hours', 'find Sara'])
      expect(await notes(text)).toContain(`Your role shows you only: ${only}`);
    expect(await notes('today --share', { audience: 'channel' })).toContain(`Counted only: ${only}`);
    expect(await notes('today', { scope: 'all' })).not.toContain('Your role');
  });
});

describe('the filter menus', () => {
  it('a chosen status keeps the source, a chosen source keeps the status, and both start at the first page', async () => {
    const context = contextFor(fakeApi(dayOf(24)));
    const card = await answerQuery({ ...asked('today', context), page: 1 } as AnyQuery, context);
    expect(elements(card).flatMap((one) => (one.kind === 'select' ? [one.placeholder] : []))).toEqual(['Order']);
    const phone = chosen(/^Phone/, await answerQuery(pressed('Overview', card), context));
    expect(phone).toMatchObject({ filters: filters({ source: 'Phone' }), page: 0 });
    expect(phone).not.toHaveProperty('view');
    const both = chosen(/^With errors/, await overviewOf(phone, context));
    expect(both.filters).toEqual(filters({ source: 'Phone', status: 'errored' }));
    const narrowed = await overviewOf(both, context);
    expect(narrowed.summary).toContain('3 leads · 3 with errors (100%)');
    expect(chosen(/^All statuses/, narrowed).filters).toEqual(filters({ source: 'Phone' }));
    expect(chosen('All sources', narrowed).filters).toEqual({ status: 'errored' });
  });

  it('the menus show the count of each choice, and the current choice', async () => {
    const context = contextFor(fakeApi(dayOf(24)));
    const card = await overviewOf(asked('today source:phone', context), context);
    const selects = elements(card).filter((element) => element.kind === 'select');
    expect(selects.map((select) => select.options.map(({ label }) => label))).toEqual([
      ['All statuses (6)', 'With errors (3)', 'Created in DMS (2)', 'Pending (1)'],
      ['All sources', 'Website (12)', 'Direct Contact (6)', 'Phone (6)'],
    ]);
    expect(selects.map(({ chosen }) => decodeQuery(chosen ?? '')?.filters)).toEqual([
      filters({ source: 'phone' }),
      filters({ source: 'Phone' }),
    ]);
  });

  it('the menus leave out choices that are too long for an option', async () => {
    const branch = 'A branch with a name of nearly sixty characters, as it seems';
    const lead = { ...nthLead(1), branch };
    const context = contextFor(fakeApi(dayOf(4, 4, (n) => ({ ...lead, source: n < 2 ? 'Web' : 'Phone' }))));
    const card = await overviewOf(asked(`today branch:"${branch}"`, context), context);
    expect(card.summary).toContain('4 leads');
    expect(elements(card).filter(({ kind }) => kind === 'select')).toEqual([]);
  });

  it('in a list of errors, the menus offer only sources', async () => {
    const context = contextFor(fakeApi(dayOf(3, 3, (n) => ({ ...nthLead(3), source: n < 2 ? 'Web' : 'Phone' }))));
    const card = await answerQuery(asked('errors', context), context);
    const selects = elements(card).filter((element) => element.kind === 'select');
    expect(selects.map((select) => select.options.map(({ label }) => label))).toEqual([
      ['All sources', 'Web (2)', 'Phone (1)'],
    ]);
    expect(chosen(/^Phone/, card)).toMatchObject({ command: 'errors', filters: filters({ source: 'Phone' }) });
  });
});

describe('an answer', () => {
  it('a query whose command was removed is answered with the help', async () => {
    const context = contextFor(fakeApi([]));
    const card = await answerQuery({ command: 'gone', share: false }, context);
    expect(headerOf(card)).toBe('Leadbell: your leads in Slack');
  });

  it('an answer shows its last page if a page beyond it is requested', async () => {
    const context = contextFor(fakeApi(dayOf(24)));
    const card = await answerQuery({ ...asked('today', context), page: 77 } as AnyQuery, context);
    expect(notesOf(card)).toContain('Page 5 of 5 · 21–24 of 24');
  });

  it('every lead of a bulk has a button of its own, even if the leads have no numbers', async () => {
    const anonymous = { ...example, externalId: null };
    const context = contextFor(fakeApi(dayOf(3, 3, () => anonymous)));
    const card = await answerQuery(asked('today', context), context);
    expect(new Set(elements(card).map((element) => (element.kind === 'button' ? element.value : ''))).size).toBe(
      elements(card).length,
    );
  });
});
