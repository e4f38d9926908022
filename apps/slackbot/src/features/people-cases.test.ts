/**
 * Tests every row of `phones-names-mails.md` with the domain's readers, and also all the way from
 * the DMS's answer to the list and the opened lead.
 */
import {
  emailMark,
  type Lead,
  maskContact,
  maskName,
  phoneMark,
  QualityCounter,
  readEmails,
  readPhones,
} from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { type CaseRow, caseRows } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerQuery, decodeOpen, parseText } from '../testing/commands-fixtures.ts';
import { errorParts } from './alerts/errored-pages.ts';
import { leadCard } from './new-leads/lead-cards.ts';
import { leadView } from './leads/lead.ts';
import type { Button, Card, Span, Text } from '@leadbell/slack-kit';
import type { AnswerContext } from '../reports/context.ts';
import { bare, contextFor, exampleBulk, fakeApi, noon } from '../testing/lead-fixtures.ts';
import { rowPart, shortRowPart } from '../cards/rows.ts';

const rows = caseRows('phones-names-mails.md');
const named = (...sections: readonly string[]): readonly CaseRow[] =>
  rows.filter(({ section }) => sections.includes(section));

/** Reads a cell: `⟨U+200F⟩` and `⟨LF⟩` stand for these characters; _null_ is null. */
function valueOf(cell: string | undefined): string | null {
  if (cell === undefined || cell === '_null_') return null;
  if (cell === '_empty_') return '';
  return cell
    .replace(/^`|`$/g, '')
    .replaceAll('⟨LF⟩', '\n')
    .replace(/⟨U\+([\dA-F]{4,6})⟩/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

function contextWith(fields: Readonly<Record<string, string | null>>): AnswerContext {
  const lead = { leadExternalId: 1, leadId: 0, isError: 0, errorList: null, brand: 'KIA', source: 'Website' };
  const bulk = { createdDate: '2025-08-25T06:00:00.000Z', createdBy: 1, totalRecords: 1, errorRecords: 0 };
  const body = JSON.stringify({ leads: [{ ...lead, ...fields }], ...bulk, isProcessed: 4 });
  const api = createLeadsApi(
    { baseUrl: 'https://dms.example.com', auth: { kind: 'none' }, attempts: 1 },
    {
      now: () => noon,
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })),
      log: () => {},
    },
  );
  return contextFor(api);
}

interface Shown {
  /** The lead's lines in the list. */
  readonly list: string;
  /** The modal of the opened lead. */
  readonly opened: Card;
}

async function shown(fields: Readonly<Record<string, string | null>>): Promise<Shown> {
  const context = contextWith(fields);
  const parsed = parseText('2025-08-25', context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const card = await answerQuery(parsed.query, context);
  const row = card.parts.find((part) => part.kind === 'text' && part.button !== undefined);
  if (row?.kind !== 'text') throw new Error(`no lead in ${JSON.stringify(card.parts)}`);
  const open = decodeOpen((row.button as Button).value);
  if (open === null) throw new Error('the lead cannot be opened');
  return { list: plain(row.text), opened: await leadView({ ...open, isMore: true }, context) };
}

function plain(text: Text): string {
  return text.map(wordsOf).join('');
}

function wordsOf(span: Span): string {
  if ('words' in span) return span.words;
  if ('data' in span) return span.data;
  if ('link' in span) return `[${span.link}]`;
  return 'lineBreak' in span ? '\n' : '';
}

/** Returns the value beside a label in the opened lead; null when the label is absent. */
function factOf({ parts }: Card, label: string): string | null {
  const facts = parts.flatMap((part) => (part.kind === 'facts' ? part.facts : []));
  const fact = facts.find((one) => one.label === label);
  return fact === undefined ? null : plain(fact.value);
}

const without = (cell: string | undefined): string => (cell ?? '').replace(/^_|_$/g, '');
const bareCode = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');
const maskOf = (cell: string | undefined): string => (cell === 'nothing' ? '' : (cell ?? ''));
/**
 * Returns the list's line with the outcome and the age, followed by the masked contact. No-break
 * spaces keep the masked phone on one line.
 */
const contactLine = (mask: string): string => (mask === '' ? '⏳ 5 h' : `⏳ 5 h · ${mask.replaceAll(' ', '\u00A0')}`);
const digitCount = (text: string): number => text.replace('5 h', '').replace(/\P{Nd}/gu, '').length;

function link(number: string, extension: string | undefined): string {
  if (extension !== undefined) return `📞 [tel:${number};ext=${extension}] ext. ${extension}`;
  const { numbers } = readPhones(null, number);
  const chat = numbers[0]?.mobile === true ? ` · 💬 [https://wa.me/${number.slice(1)}]` : '';
  return `📞 [tel:${number}]${chat}`;
}

/** Returns the *Phone* line of the opened lead, made from the cells `dialled` and `besides`; null when it is absent. */
function phoneLine([code, number, dialled, , besides = '']: readonly string[]): string | null {
  const first = bareCode(dialled);
  if (first === 'no phone') return null;
  if (!first.startsWith('+')) {
    return `${[valueOf(code), valueOf(number)].filter(Boolean).join(' ')} (as sent; this can’t be dialled)`;
  }
  // In the table, “the same” refers to the second number of the row before.
  const second = /and (\+\d+)(?: ext\. (\d+))?/.exec(besides === 'the same' ? 'and +966550000022' : besides);
  const rest = /the rest as sent: `(.+)`/.exec(besides)?.[1];
  return [
    link(first, /^ext\. (\d+)$/.exec(besides)?.[1]),
    ...(second === null ? [] : [`, ${link(second[1] ?? '', second[2])}`]),
    ...(rest === undefined ? [] : [` ${rest}`]),
  ].join('');
}

const phoneCases = named(
  'Saudi mobiles',
  'Saudi lines and services',
  'Extensions',
  'Several numbers',
  'Other countries',
  'Placeholders: nobody’s number',
).map(({ cells }) => cells);

describe('phones', () => {
  it.each(phoneCases)('code %s, number %s: dialled as %s, in lists %s, note: %s', async (...cells) => {
    const [phoneCode, phoneNumber] = [valueOf(cells[0]), valueOf(cells[1])];
    const mask = maskOf(cells[3]);
    const line = phoneLine(cells);
    const { kind } = readPhones(phoneCode, phoneNumber);
    const { list, opened } = await shown({ phoneCode, phoneNumber });
    expect({
      kind,
      mask: maskContact({ phoneCode, phoneNumber, email: null }),
      list: list.split('\n').at(-1),
      line: factOf(opened, 'Phone'),
      saysNone: JSON.stringify(opened.parts).includes('No phone number or e-mail address was sent.'),
    }).toEqual({
      kind: line === null ? 'none' : line.startsWith('📞') ? 'dialled' : 'sent',
      mask,
      list: contactLine(mask),
      line,
      saysNone: line === null,
    });
    expect(digitCount(list)).toBeLessThanOrEqual(4);
  });

  it('all forms of one person’s number have the same mark, by which repeated requests are found', () => {
    const dialled = phoneCases.filter(([, , number]) => number !== 'as sent, not dialled');
    const marks = dialled.map(([code, number]) => phoneMark(valueOf(code), valueOf(number)));
    expect(marks).toEqual(
      dialled.map(([, , number]) => (number === 'no phone' ? null : bareCode(number).replace('+', ''))),
    );
  });
});

const nameCases: readonly (readonly [fields: Readonly<Record<string, string | null>>, wanted: string])[] = [
  ...named('Titles in the name', 'Placeholders', 'One field, particles, halves', 'Marks and remains of web forms').map(
    ({ cells }) => [{ firstName: valueOf(cells[0]), lastName: valueOf(cells[1]) }, without(cells[2])] as const,
  ),
  ...named('Contact and company').map(
    ({ cells }) => [{ contactName: valueOf(cells[0]), companyName: valueOf(cells[1]) }, without(cells[2])] as const,
  ),
];

// Markup is removed from the DMS's answer before names are parsed, so rows with markup are not tested
// with the name parser alone.
const plainCases = nameCases.filter(([fields]) => !/&#|<b>/.test(JSON.stringify(fields)));

describe('names', () => {
  it.each(nameCases)('%j is shown as %s', async (fields, wanted) => {
    const { list } = await shown({ ...fields, phoneCode: null, phoneNumber: '0500000021' });
    expect(list.split(' · ')[0]).toBe(wanted);
    expect(list.replace('5 h', '').replace(/\D/g, '')).toBe('0021');
  });

  it.each(plainCases)('libs/domain shows %j as %s', (fields, wanted) => {
    expect(maskName({ ...bare, ...fields })).toBe(wanted === 'No name' ? '' : wanted);
  });

  it.each<[Readonly<Record<string, string>>, string | null]>([
    [{ firstName: 'Dr. Alfa', lastName: 'Testali' }, 'Dr. Alfa Testali'],
    [{ firstName: 'Alfa', lastName: '[no last name]' }, 'Alfa'],
    [{ firstName: 'N/A', lastName: 'N/A', companyName: 'unknown' }, null],
  ])('the opened lead shows %j as %s', async (fields, name) => {
    expect(factOf((await shown(fields)).opened, 'Name')).toBe(name);
  });
});

describe('e-mail addresses', () => {
  const cases = named('E-mail addresses').map(({ cells }) => cells);

  it.each(cases)('%s: shown as %s, in lists %s, note: %s', async (...cells) => {
    const [email, mask] = [valueOf(cells[0]), maskOf(cells[2])];
    const [, wanted = '', , besides = ''] = cells;
    const addresses = [...wanted.matchAll(/`([^`]+)`/g)].map(([, one]) => one ?? '');
    const links = addresses.map((one) => `[mailto:${encodeURIComponent(one).replace('%40', '@')}]`).join(', ');
    const isSomebodys = addresses.length > 0 && !/nobody’s|the same$/.test(besides);
    const counter = new QualityCounter();
    for (const _ of [1, 2]) counter.add({ ...bare, email });
    const { list, opened } = await shown({ email });
    expect({
      addresses: readEmails(email).addresses,
      mask: maskContact({ phoneCode: null, phoneNumber: null, email }),
      list: list.split('\n').at(-1),
      line: factOf(opened, 'E-mail'),
      askedBefore: counter.finish().duplicates,
      isMarked: emailMark(email) !== null,
    }).toEqual({
      addresses,
      mask,
      list: contactLine(mask),
      line: links === '' ? (wanted === 'no e-mail' ? null : email) : links,
      askedBefore: isSomebodys ? 1 : 0,
      isMarked: isSomebodys,
    });
  });

  it('an address has the same mark in upper and lower case', () => {
    expect(emailMark('ALFA@EXAMPLE.COM')).toBe(emailMark('alfa@example.com'));
  });
});

test('no list, new-lead card or list of errors shows more than four digits of a phone, in any field', () => {
  const forms =
    '0500000021 | +966 50 000 0021 | 050-000-0021 | ٠٥٠٠٠٠٠٠٢١ | 050/000/0021 | 050_000_0021 | 050, 000, 0021 | (050) 0000021 | ０５００００００２１ | 0.5.0.0.0.0.0.0.2.1';
  const form = fc.constantFrom(...forms.split(' | '));
  const text = fc
    .array(fc.oneof(form, fc.constantFrom('Alfa', 'Test Trading', 'is in use', '-')), { maxLength: 3 })
    .map((parts) => parts.join(' '));
  const field = fc.option(text);
  const error = fc.record({ message: text, code: field, field });
  const person = fc.record({
    firstName: field,
    lastName: field,
    contactName: field,
    companyName: field,
    leadNote: field,
    email: field,
    phoneNumber: form,
    errors: fc.array(error, { maxLength: 2 }),
  });
  const { messages, zone } = contextFor(fakeApi([]));
  const bulk = exampleBulk;
  const query = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: true } as const;
  const list = { query, period: null, messages, zone, audience: 'channel' } as const;
  const definition = { kind: 'leads', zone, language: 'en', filters: {}, together: 5, threadOnly: false } as const;
  fc.assert(
    fc.property(person, (fields) => {
      const lead: Lead = { ...bare, ...fields, outcome: 'errored' };
      const parts = [
        rowPart({ ref: '', lead, bulk }, list, 2),
        shortRowPart({ ref: '', lead, bulk }, list),
        ...errorParts({ lead }, list),
        ...leadCard({ info: bulk, lead, index: 0 }, definition).parts,
      ];
      // Our own text contains counts of leads and errors, which are not phone numbers.
      const told = parts.flatMap((one) =>
        one.kind === 'text' ? [plain(one.text.filter((span) => !('words' in span)))] : [],
      );
      expect(told.filter((some) => digitCount(some) > 4)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
