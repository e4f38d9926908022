// The table in docs/privacy.md shows which field of a lead appears where. This test generates it from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  BulkObserver,
  type Lead,
  leadFields,
  type LeadSurfaces,
  leadSurfaces,
  SummaryAccumulator,
  WordBook,
  type Zone,
} from '@leadbell/domain';
import { buildBulk, buildLead, testIdentities } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { breakdownFacts, errorGroupsText } from '../cards/breakdowns.ts';
import { rowPart, shortRowPart } from '../cards/rows.ts';
import type { Answer } from '../reports/answer.ts';
import type { Shown } from '../reports/shown.ts';
import { noon } from '../testing/lead-fixtures.ts';
import { messagesFor } from './index.ts';
import { exportedRow } from './alerts/export.ts';
import { leadParts } from './leads/lead-parts.ts';

/** A text that is not a known value of any field. */
const unknown = 'Zarqonde Qasrinda';
/** A known value: Leadbell knows this source from the start. */
const known = 'Showroom Website';
const mostDigits = 4;
const bulk = buildBulk({ id: '7', key: '#7', state: 'in-progress' });
const shown: Shown = {
  query: { command: 'period', period: { kind: 'today' }, filters: {}, page: 0, share: false },
  period: null,
  messages: messagesFor('en'),
  zone: 'Asia/Riyadh' as Zone,
  audience: 'channel',
};
const nobody = Object.fromEntries(Object.keys(buildLead()).map((name) => [name, null])) as unknown as Lead;
const empty: Lead = { ...nobody, outcome: 'pending', errors: [], vehicles: [] };

type Surface = (lead: Lead) => unknown;
const opened =
  (isMore: boolean): Surface =>
  (lead) =>
    leadParts({ ref: 'x', lead, bulk }, shown, { isMore, more: null });
const surfaces: Readonly<Record<string, Surface>> = {
  'Lists, channels': (lead) => {
    const summary = new SummaryAccumulator();
    summary.add(lead);
    const answer = { summary: summary.finish([]) } as Answer;
    return [
      rowPart({ ref: 'x', lead, bulk }, shown, 3),
      shortRowPart({ ref: 'x', lead, bulk }, shown),
      breakdownFacts(answer, shown),
      errorGroupsText(answer, shown, '', 9),
    ];
  },
  Stored: (lead) => {
    const observer = new BulkObserver(testIdentities(), new WordBook());
    observer.add({ ...lead, externalId: lead.externalId ?? '1' });
    const { leads, errorTexts } = observer.finish(bulk);
    return [[...leads].map(([key, one]) => [key, one, one.marks?.()]), [...errorTexts]];
  },
  Opened: opened(false),
  'With More': opened(true),
  Export: (lead) =>
    exportedRow({ bulk, lead, ref: '', bulkNumber: null, readIn: { from: noon, to: noon } }, shown.messages),
};

/** Fields that contain other fields. */
const inner: Readonly<Record<string, (text: string) => Partial<Lead>>> = {
  'errorList: message': (text) => ({ outcome: 'errored', errors: [{ message: text, code: null, field: null }] }),
  'errorList: code': (text) => ({ outcome: 'errored', errors: [{ message: '', code: text, field: null }] }),
  'errorList: field': (text) => ({ outcome: 'errored', errors: [{ message: '', code: null, field: text }] }),
  ...Object.fromEntries(
    (['modelFamily', 'modelMemo', 'modelPreferences'] as const).map((name) => [
      `vehicles: ${name}`,
      (text: string) => ({
        vehicles: [
          {
            id: null,
            modelFamily: null,
            modelYear: null,
            modelMemo: null,
            modelPreferences: null,
            totalQty: null,
            [name]: text,
          },
        ],
      }),
    ]),
  ),
};
const special: Readonly<Record<string, { readonly whole: string; readonly known: string }>> = {
  phoneNumber: { whole: '512345678', known: '512345678' },
  email: { whole: 'zarqonde@qasrinda.example', known: 'website@qasrinda.example' },
};

interface Case {
  readonly field: string;
  readonly with: (text: string) => Partial<Lead>;
}

const cases: readonly Case[] = Object.entries(leadFields).flatMap(([field, form]): Case[] => {
  if (form === 'errors' || form === 'vehicles')
    return Object.entries(inner).flatMap(([name, make]) =>
      name.startsWith(`${field}:`) ? [{ field: name, with: make }] : [],
    );
  if (form === 'name') return [{ field, with: (text) => ({ externalId: text }) }];
  return form === 'text' || form === 'note' ? [{ field, with: (text) => ({ [field]: text }) }] : [];
});

function reach(surface: Surface, one: Case): string {
  const { whole, known: plain } = special[one.field] ?? { whole: unknown, known };
  const text = (value: string): string =>
    JSON.stringify(surface({ ...empty, ...one.with(value) })).replace(/\p{Cf}/gu, '');
  const bare = JSON.stringify(surface(empty)).replace(/\p{Cf}/gu, '');
  const withUnknown = text(whole);
  if (withUnknown.includes(whole)) return 'whole';
  if (text(plain).includes(plain) && plain !== whole) return 'known words';
  if (withUnknown === bare) return '–';
  expect(withUnknown.replace(/\D/g, '').includes(whole.slice(-mostDigits - 1))).toBe(false);
  return surface === surfaces['Stored'] ? 'hash' : 'mask';
}

const file = new URL('../../../../docs/privacy.md', import.meta.url);
const [begin, end] = ['<!-- made by apps/slackbot/src/features/surfaces.test.ts -->', '<!-- end -->'];

const found: LeadSurfaces = {
  surfaces: Object.keys(surfaces),
  fields: Object.fromEntries(
    cases.map((one) => [one.field, Object.values(surfaces).map((surface) => reach(surface, one))]),
  ),
};

test("the domain's table, which leadbell privacy prints, matches the code", () => {
  const table = new URL('../../../../libs/domain/src/leads/surfaces.json', import.meta.url);
  const right = `${JSON.stringify(found, null, 2)}\n`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(table, right);
  expect(JSON.parse(readFileSync(table, 'utf8'))).toEqual(found);
  expect(leadSurfaces).toEqual(found);
});

function table(): string {
  const names = found.surfaces;
  const rows = Object.entries(found.fields).map(([field, reached]) => [`\`${field}\``, ...reached]);
  const all = [['Field', ...names], ...rows];
  const widths = ['Field', ...names].map((_, n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  return [line(all[0] ?? []), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

test('docs/privacy.md says which text of a lead appears where', () => {
  const text = readFileSync(file, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const after = rest.split(end)[1] ?? '';
  const right = `${before}${begin}\n\n${table()}\n\n${end}${after}`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, right);
  expect(readFileSync(file, 'utf8')).toBe(right);
  expect(before.length > 0 && after.length > 0).toBe(true);
});
