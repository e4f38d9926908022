/** Tests the way from typed words to a card, with the real client and a DMS over a real socket. */
import { installationAliases } from '@leadbell/domain';
import { createLeadsApi, type LeadsApi } from '@leadbell/leads-api';
import {
  catalogue,
  type DmsSimulator,
  type DmsSimulatorOptions,
  exampleBody,
  startDmsSimulator,
} from '@leadbell/dms-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerContext } from './context.ts';
import { answerQuery, decodeQuery, decodeOpen, parseText } from '../testing/commands-fixtures.ts';
import { leadView } from '../features/leads/lead.ts';
import type { Button, Card, CardPart, Text } from '@leadbell/slack-kit';
import { contextFor, noon } from '../testing/lead-fixtures.ts';

let running: DmsSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.map((dms) => dms.close()));
  running = [];
});

async function start(
  options: DmsSimulatorOptions,
  changes: Partial<AnswerContext> = {},
): Promise<{ dms: DmsSimulator; context: AnswerContext }> {
  const dms = await startDmsSimulator({ now: () => noon, historyDays: 40, ...options });
  running.push(dms);
  return { dms, context: contextFor(clientOf(dms), 'en', changes) };
}

function clientOf(dms: DmsSimulator): LeadsApi {
  return createLeadsApi(
    { baseUrl: dms.url, auth: { kind: 'none' }, attempts: 1 },
    { now: () => noon, sleep: () => Promise.resolve(), random: () => 0.5, fetch, log: () => {} },
  );
}

async function query(text: string, context: AnswerContext): Promise<Card> {
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  return answerQuery(parsed.query, context);
}

function plain(text: Text): string {
  return text
    .map((span) => ('words' in span ? span.words : 'data' in span ? span.data : 'lineBreak' in span ? '\n' : ''))
    .join('');
}

function saidIn(card: Card): string {
  return card.parts
    .map((part) => {
      if (part.kind === 'text' || part.kind === 'note') return plain(part.text);
      return part.kind === 'facts' ? part.facts.map(({ label, value }) => `${label}: ${plain(value)}`).join('\n') : '';
    })
    .join('\n');
}

function buttons(card: Card): Button[] {
  return card.parts.flatMap((part: CardPart) => {
    if (part.kind === 'text') return part.button === undefined ? [] : [part.button];
    return part.kind === 'actions' ? part.elements.filter((element) => element.kind === 'button') : [];
  });
}

function told(count: number): string {
  return count.toLocaleString('en');
}

function press(label: string, card: Card, context: AnswerContext): Promise<Card> {
  const button = buttons(card).find((each) => each.label === label);
  const asked = button === undefined ? null : decodeQuery(button.value);
  if (asked === null) throw new Error(`nothing to press called ${label}`);
  return answerQuery(asked, context);
}

const today = { from: Date.parse('2025-08-24T21:00:00Z'), to: Date.parse('2025-08-25T21:00:00Z') };

describe('the example of the API’s documentation', () => {
  it('the example contains one pending lead for a KIA RIO', async () => {
    const { context } = await start({ fixture: exampleBody });
    const card = await query('today', context);
    expect(card.summary).toBe('Today: 1 lead · none with errors · 1 pending');
    expect(saidIn(card)).toContain('KIA RIO 2024');
    expect(saidIn(card)).not.toContain('last name');
  });

  it('the opened lead shows a phone number to dial', async () => {
    const { context } = await start({ fixture: exampleBody });
    const open = buttons(await query('today', context))
      .map(({ value }) => decodeOpen(value))
      .find((found) => found !== null);
    if (open === undefined) throw new Error('no lead to open');
    const modal = JSON.stringify(await leadView({ ...open, isMore: false }, context));
    expect(modal).toContain('tel:+966500000005');
    expect(modal).toContain('mailto:john@example.com');
  });

  it('the example is in no answer about another day', async () => {
    const { context } = await start({ fixture: exampleBody });
    expect((await query('2025-08-24', context)).summary).toBe('Yesterday: No leads here.');
  });
});

beforeAll(() => installationAliases.use({}, { source: Object.keys(catalogue.sources) }));
afterAll(() => installationAliases.use({}));

describe('a day of a DMS', () => {
  it('a day has the same counts as in the DMS', async () => {
    const { dms, context } = await start({ leadsPerDay: 2_000 });
    const truth = dms.truth(today);
    const card = await query('today', context);
    expect(truth.errored * truth.created * truth.pending).toBeGreaterThan(0);
    expect(card.summary).toContain(`Today: ${told(truth.total)} leads · ${told(truth.errored)} with errors`);
    expect(card.summary).toContain(`${told(truth.created)} created in DMS · ${told(truth.pending)} pending`);
    const overview = saidIn(await press('Overview', card, context));
    for (const [source, count] of Object.entries(truth.bySource)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 4)) {
      expect(overview).toContain(`${source} ${told(count)}`);
    }
  });

  it('a day is fetched once for all pages, and every lead appears once', async () => {
    const { dms, context } = await start({ leadsPerDay: 120 });
    let card = await query('today', context);
    const seen = new Set<string>();
    for (;;) {
      for (const { value } of buttons(card)) {
        const open = decodeOpen(value);
        if (open !== null) seen.add(open.leadRef);
      }
      if (/Page (\d+) of \1\b/.test(saidIn(card))) break;
      card = await press('Next ›', card, context);
    }
    expect(seen.size).toBe(dms.truth(today).total);
    // There are three requests, because the client also requests its first range of a DMS in two halves, to compare the
    // answers.
    expect(dms.requests).toHaveLength(3);
    await press('Refresh', card, context);
    expect(dms.requests).toHaveLength(4);
  });

  it('the request has the source’s code if the catalogue knows the source; otherwise we filter the leads', async () => {
    const { dms, context } = await start({ leadsPerDay: 200 }, { catalogue });
    const card = await query('today source:website', context);
    const truth = dms.truth({ ...today, source: catalogue.sources.Website });
    expect(card.summary).toContain(`${truth.total} leads`);
    expect(dms.requests.at(-1)).toMatchObject({ source: '2' });
    const unknowing = { ...context, catalogue: { sources: {}, subSources: {} } };
    const other = await query('today source:website', { ...unknowing, fresh: true });
    expect(other.summary).toBe(card.summary);
    expect(dms.requests.at(-1)).not.toHaveProperty('source');
  });

  it('the answer says how many leads the day has without the filters, even if the DMS was asked for only one source', async () => {
    const { dms, context } = await start({ leadsPerDay: 120 }, { catalogue });
    const whole = dms.truth(today).total;
    const card = await query('today source:website brand:Nowhere', context);
    expect(dms.truth({ ...today, source: catalogue.sources.Website }).total).toBeLessThan(whole);
    expect(saidIn(card)).toContain(`Without the filters there are ${whole} leads in this period.`);
    expect((await press('Without filters', card, context)).summary).toContain(`: ${whole} leads`);
  });

  it('the leads with errors, a bulk and a single lead of a day can be read', async () => {
    const { dms, context } = await start({ leadsPerDay: 200, sendIds: true });
    const truth = dms.truth(today);
    const card = await query('errors', context);
    expect(card.summary).toContain(`${truth.errored} of ${truth.total} leads`);
    const [bulk] = dms.bulks(today);
    expect((await query(`bulk ${bulk?.id}`, context)).summary).toContain(`Bulk ${bulk?.id}: ${bulk?.size} lead`);
    expect((await query('bulk 1', context)).summary).toBe('The DMS has no bulk 1.');
    // The simulator numbers its leads by bulk and position.
    const number = 5_000_000 + (bulk?.id ?? 0) * 1_000;
    expect((await query(`lead ${number} today`, context)).summary).toMatch(/^Lead /);
  });

  it('the answer says that a bulk does not exist when the DMS answers 404', async () => {
    const { context } = await start({ leadsPerDay: 20, unknownBulk: '404' });
    expect((await query('bulk 1', context)).summary).toBe('The DMS has no bulk 1.');
  });

  it('an answer mentions the DMS’s counts if they differ from ours', async () => {
    const { context } = await start({ leadsPerDay: 600, wrongCounts: true });
    expect(saidIn(await query('last 7 days', context))).toContain('The DMS counts');
  });

  it('a lead with one unreadable value is kept, and the value’s path is reported', async () => {
    const { dms, context } = await start({ leadsPerDay: 40 });
    dms.faults.add({ kind: 'bad-lead', times: 1 });
    const said = saidIn(await query('errors', context));
    expect(said).toContain('1 part of the answer could not be read: ');
    expect(said).toMatch(/leads\[\d+\]\.vehicles expected list of vehicles, got string/);
  });

  it('a failure throws a LeadsApiError, and nothing is cached', async () => {
    const { dms, context } = await start({ leadsPerDay: 20 });
    dms.faults.add({ kind: 'status', status: 401, times: 1 });
    await expect(query('today', context)).rejects.toMatchObject({ name: 'LeadsApiError', kind: 'unauthorized' });
    expect((await query('today', context)).summary).toContain('leads');
  });
});
