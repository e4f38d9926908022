import { type Bulk, foldText, type Lead, type LeadOutcome, type Window, type LeadFilter } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { type AnswerPart, createLeadsApi } from '@leadbell/leads-api';
import { caseBodies, caseBody, zoneOf } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { filters as written } from '../testing/commands-fixtures.ts';
import { messagesFor } from '../features/index.ts';
import type { Answer, Inquiry } from './answer.ts';
import { collect, type CollectOptions } from './collect.ts';
import { doubtNotes } from '../cards/head.ts';
import { at, bulkOf, example, fakeApi, noon } from '../testing/lead-fixtures.ts';
import { findRow } from './lead-ref.ts';
import { narrow } from './narrow.ts';

const window: Window = { from: at('2025-08-24T21:00:00Z'), to: at('2025-08-25T21:00:00Z') };

function inquiry(filters: LeadFilter = {}, withQuality = false): Inquiry {
  const zone = zoneOf('Asia/Riyadh');
  return {
    key: '',
    wholeKey: '',
    question: { kind: 'window', window },
    filters,
    scope: 'all',
    zone,
    narrowed: false,
    withQuality,
  };
}

function collected(
  parts: readonly AnswerPart[],
  asked: Inquiry = inquiry(),
  options: Partial<CollectOptions> = {},
): Promise<Answer> {
  return collect(fakeApi(parts).read(asked.question), asked, { since: noon, maxRows: 1_000, ...options });
}

/** Reads the body of a case as the bot reads the DMS's answers. */
async function ofCase(number: string, filters: LeadFilter = {}): Promise<Answer> {
  const name = caseBodies().find((one) => one.startsWith(`${number}-`)) ?? '';
  const respond = () =>
    Promise.resolve(new Response(new Uint8Array(caseBody(name)), { headers: { 'content-type': 'application/json' } }));
  const api = createLeadsApi(
    { baseUrl: 'https://dms.example.com', auth: { kind: 'none' } },
    { now: () => noon, random: Math.random, fetch: respond, sleep: () => Promise.resolve(), log: () => {} },
  );
  const asked = inquiry(filters);
  return collect(api.read(asked.question), asked, { since: noon, maxRows: 1_000 });
}

function totals({ summary: { total, outcomes } }: Answer): string {
  return `${total}/${outcomes.errored}/${outcomes.created}/${outcomes.pending}`;
}

const remark = (answer: Answer, tag: Language = 'en') =>
  JSON.stringify(doubtNotes(answer, { messages: messagesFor(tag) } as Parameters<typeof doubtNotes>[1]));
const names = ({ rows }: Answer) => rows.map(({ lead }) => lead.firstName);

describe('bodies of the cases', () => {
  it('13: the number 0 identifies no lead', async () => {
    const answer = await ofCase('13');
    expect([totals(answer), answer.sentAgain, names(answer)]).toEqual(['2/0/0/2', 0, ['Alfa', 'Bravo']]);
  });

  it('15: two people with one number in one bulk are two leads', async () => {
    const answer = await ofCase('15');
    expect([totals(answer), answer.sentAgain, names(answer)]).toEqual(['2/0/0/2', 0, ['Alfa', 'Bravo']]);
    expect(new Set(answer.rows.map(({ ref }) => ref)).size).toBe(2);
  });

  it('16: a resent lead counts once, in its latest state', async () => {
    const answer = await ofCase('16');
    expect([totals(answer), answer.sentAgain, answer.serverDiffers]).toEqual(['1/0/1/0', 1, null]);
    expect(answer.all).toEqual({ total: 1, errored: 0 });
    expect(answer.rows.map(({ lead, isSentAgain }) => [lead.leadId, isSentAgain])).toEqual([['92', true]]);
    expect(answer.summary.errorGroups).toEqual([]);
    expect(answer.summary.hours.filter(({ count }) => count > 0)).toMatchObject([{ hour: 10, count: 1 }]);
    expect(remark(answer)).toContain('1 lead was sent again');
    expect(remark(answer, 'ar')).toContain('أُرسل عميل محتمل واحد مجددًا');
  });

  it('16: no filter finds the older state of a resent lead', async () => {
    expect(totals(await ofCase('16', { status: 'errored' }))).toBe('0/0/0/0');
    const narrowed = narrow(await ofCase('16'), inquiry({ status: 'errored' }));
    expect([narrowed?.summary.total, narrowed?.sentAgain]).toEqual([0, 0]);
  });

  it('16: a button made from the older bulk opens the lead in its newer state', async () => {
    const { rows } = await ofCase('16');
    expect(findRow(rows, 'other.91.0')?.lead.leadId).toBe('92');
    expect(findRow(rows, 'other.90.0')).toBeNull();
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    expect(findRow([row, row], 'other.91.0')).toBeNull();
  });

  it('17: a bulk that is listed twice counts once', async () => {
    const answer = await ofCase('17');
    expect([totals(answer), answer.sentAgain, remark(answer)]).toEqual(['1/0/0/1', 0, '[]']);
  });

  it('21: values that differ only in spelling count as one value', async () => {
    const { summary, choices } = await ofCase('21');
    expect([summary.brands, summary.branches, summary.sources]).toEqual([
      [{ value: 'KIA', count: 5 }],
      [{ value: 'الرياض', count: 5 }],
      [{ value: 'Direct Contact', count: 5 }],
    ]);
    expect(choices.sources).toEqual(new Map([['Direct Contact', 5]]));
    expect((await ofCase('21', written({ brand: 'kia' }))).summary.total).toBe(5);
  });

  it.each([
    ['47', { total: 4, errored: 0, ourTotal: 1, ourErrored: 0 }],
    ['50', { total: 3, errored: 0, ourTotal: 1, ourErrored: 0 }],
  ])('%s: unreadable values count as a difference, resent leads do not', async (number, differs) => {
    const answer = await ofCase(number);
    expect([totals(answer), answer.serverDiffers]).toEqual(['1/0/0/1', differs]);
  });
});

const later = (n: number): Partial<Bulk> => ({ key: `bulk-${n}`, createdAt: at(`2025-08-25T0${n}:00:00Z`) });
const lead = (changes: Partial<Lead>): Lead => ({
  ...example,
  externalId: '900',
  firstName: 'Alfa',
  lastName: 'Testali',
  contactName: null,
  phoneNumber: '0500000090',
  email: null,
  ...changes,
});

describe('the same lead', () => {
  test.each<[string, Partial<Lead>, number]>([
    ['another phone', { phoneNumber: '0500000091' }, 1],
    ['the phone in another form', { phoneCode: null, phoneNumber: '+966 50 000 0090', firstName: 'Bravo' }, 1],
    ['another name', { firstName: 'Bravo', lastName: 'Testova' }, 1],
    ['nothing in common', { firstName: 'Bravo', lastName: 'Testova', phoneNumber: '0500000091' }, 2],
    ['another number', { externalId: '901' }, 2],
    ['no number', { externalId: null }, 2],
  ])('the same lead is counted once, a different lead by itself: with %s', async (_, changes, total) => {
    const parts = [...bulkOf([lead({})], later(1), 0), ...bulkOf([lead(changes)], later(2), 1)];
    expect((await collected(parts)).summary.total).toBe(total);
    expect((await collected(parts.toReversed().toSorted((a, b) => (a.type < b.type ? 1 : -1)))).summary.total).toBe(
      total,
    );
  });

  it('a resent lead is marked as resent, and other leads are not', async () => {
    const parts = [...bulkOf([lead({}), lead({ externalId: '7' })], later(1), 0), ...bulkOf([lead({})], later(2), 1)];
    const { rows } = await collected(parts);
    expect(rows.map(({ lead: { externalId }, isSentAgain }) => [externalId, isSentAgain])).toEqual([
      ['900', true],
      ['7', false],
    ]);
  });

  it('resends are found up to the limit of compared leads, and the answer says if there were more', async () => {
    const parts = Array.from({ length: 6 }, (_, n) =>
      bulkOf([lead({}), lead({ externalId: `${n}` })], later(n + 1), n),
    );
    const all = await collected(parts.flat());
    expect([all.summary.total, all.sentAgain, all.areAllCompared]).toEqual([7, 1, true]);
    const some = await collected(parts.flat(), inquiry(), { maxTogether: 6 });
    expect([some.summary.total, some.rows.length, some.areAllCompared]).toEqual([8, 8, false]);
    expect(remark(some)).toContain('too many leads');
  });
});

// Checks random days against a model that keeps everything and compares each pair of leads.

interface Sent {
  readonly number: number | null;
  readonly phone: number;
  readonly name: number;
  readonly outcome: LeadOutcome;
  readonly brand: string;
}

const sent: fc.Arbitrary<Sent> = fc.record({
  number: fc.option(fc.nat({ max: 4 }), { freq: 4 }),
  phone: fc.nat({ max: 3 }),
  name: fc.nat({ max: 3 }),
  outcome: fc.constantFrom('errored', 'created', 'pending'),
  brand: fc.constantFrom('KIA', 'kia ', 'MG', 'Mg'),
});
/**
 * Days in which each bulk has its own hour. No number repeats within a bulk, because we could not say which leads are
 * the same; the tests above cover that case.
 */
const days = fc
  .array(fc.uniqueArray(sent, { selector: ({ number }) => number ?? {}, maxLength: 5 }), { maxLength: 8 })
  .map((bulks) => bulks.map((leads, hour) => ({ hour, leads })));

const person = (of: Sent): Lead =>
  lead({
    externalId: of.number === null ? null : `n${of.number}`,
    phoneNumber: `05000000${of.phone}0`,
    firstName: ['Alfa', 'Bravo', 'Charlie', 'Delta'][of.name] ?? '',
    outcome: of.outcome,
    brand: of.brand,
    errors: [],
  });

interface Modelled {
  /** All states of the lead that were sent, the oldest first. */
  readonly states: Sent[];
  bulk: number;
}

function modelOf(bulks: readonly { readonly hour: number; readonly leads: readonly Sent[] }[]): Modelled[] {
  const leads: Modelled[] = [];
  for (const { hour, leads: those } of bulks.toSorted((a, b) => a.hour - b.hour)) {
    for (const one of those) {
      const score = (known: Modelled) =>
        Number(known.states.some(({ phone }) => phone === one.phone)) +
        Number(known.states.some(({ name }) => name === one.name));
      const same = leads
        .filter((known) => one.number !== null && known.states[0]?.number === one.number && known.bulk !== hour)
        .filter((known) => score(known) > 0)
        .toSorted((a, b) => score(b) - score(a) || b.bulk - a.bulk)[0];
      if (same === undefined) leads.push({ states: [one], bulk: hour });
      else {
        same.states.push(one);
        same.bulk = hour;
      }
    }
  }
  return leads;
}

function countOf(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, some]) => [value, some.length]));
}

/** Simulates windows that are read in parallel: mixes the parts of several bulks, in any order of bulks. */
function interleaved(
  bulks: readonly { readonly hour: number; readonly leads: readonly Sent[] }[],
  turns: readonly number[],
): AnswerPart[] {
  const lines = bulks.map(({ hour, leads }, bulk) => [
    ...leads.map((one): AnswerPart => ({ type: 'leads', bulk, leads: [person(one)] })),
    ...bulkOf([], later(hour + 1), bulk).slice(1),
  ]);
  const parts: AnswerPart[] = [];
  for (let turn = 0; lines.some((line) => line.length > 0); turn += 1) {
    const waiting = lines.filter((line) => line.length > 0);
    const next = waiting[(turns[turn % turns.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) parts.push(next);
  }
  return parts;
}

test('counts equal the model’s for any resends, corrections and order of bulks', async () => {
  await fc.assert(
    fc.asyncProperty(
      days,
      fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom<LeadFilter>(
        {},
        { status: 'errored' },
        written({ brand: 'KIA' }),
        written({ brand: 'MG', status: 'pending' }),
      ),
      async (bulks, turns, filters) => {
        const parts = interleaved(bulks, turns);
        const answer = await collected(parts, inquiry(filters));
        const all = modelOf(bulks).map(({ states, bulk }) => ({
          ...(states.at(-1) as Sent),
          again: states.length > 1,
          bulk,
        }));
        const matching = all.filter(
          (one) =>
            (filters.status === undefined || one.outcome === filters.status) &&
            (filters.brand === undefined || foldText(one.brand) === foldText(filters.brand.alternatives[0] ?? '')),
        );
        expect(answer.all).toEqual({
          total: all.length,
          errored: all.filter(({ outcome }) => outcome === 'errored').length,
        });
        expect(answer.summary.total).toBe(matching.length);
        expect(answer.sentAgain).toBe(matching.filter(({ again }) => again).length);
        expect({ errored: 0, created: 0, pending: 0, ...countOf(matching.map(({ outcome }) => outcome)) }).toEqual(
          answer.summary.outcomes,
        );
        expect(
          Object.fromEntries(answer.summary.brands.map(({ value, count: n }) => [foldText(value ?? ''), n])),
        ).toEqual(countOf(matching.map(({ brand }) => foldText(brand))));
        expect(answer.rows).toHaveLength(matching.length);
        expect(answer.rows.filter(({ isSentAgain }) => isSentAgain)).toHaveLength(answer.sentAgain);
        expect(
          Object.fromEntries(answer.summary.hours.flatMap(({ hour, count: n }) => (n === 0 ? [] : [[`${hour}`, n]]))),
        ).toEqual(countOf(matching.map(({ bulk }) => `${bulk + 4}`)));
        const narrowed = narrow(await collected(parts), inquiry(filters));
        expect(narrowed === null ? null : withFoldedBrands(narrowed)).toEqual(withFoldedBrands(answer));
      },
    ),
    { numRuns: 400 },
  );
});

/** Makes brands comparable, because either of two equally frequent spellings may be shown. */
function withFoldedBrands({ summary, ...answer }: Answer): Answer {
  const brands = summary.brands.map((one) => ({ ...one, value: foldText(one.value ?? '') }));
  return { ...answer, summary: { ...summary, brands: brands.toSorted((a, b) => (a.value < b.value ? -1 : 1)) } };
}
