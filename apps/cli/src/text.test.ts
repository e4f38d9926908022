import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';
import { jobNames } from './stuck.ts';
import { ago, columns, counted, span, time } from './text.ts';

it("columns are aligned, and a cell can't move the cursor or be too long", () => {
  expect(
    columns([
      ['id', 'what'],
      ['m1', 'a\u001b[2J\nb\u202e'],
      ['m1000', 'x'.repeat(100)],
    ]),
  ).toBe(['id     what', 'm1     a [2J b ', `m1000  ${'x'.repeat(59)}…`].map((line) => line.trimEnd()).join('\n'));
});

it('columns may have more rows than one call can take as arguments', () => {
  const text = columns([['id', 'name'], ...Array.from({ length: 300_000 }, () => ['m1', 'x']), ['m1000', 'y']]);
  expect([text.slice(0, 20), text.slice(-8)]).toEqual(['id     name\nm1     x', 'm1000  y']);
});

it.each([
  [0, '1 second'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [3 * 3_600_000, '3 hours'],
  [90 * 86_400_000, '90 days'],
  [-5, '1 second'],
])('%d ms are written as “%s”', (ms, text) => {
  expect(span(ms)).toBe(text);
  expect(ago(0, ms)).toBe(`${text} ago`);
});

it('counts and times are formatted', () => {
  expect([counted(1, 'row'), counted(0, 'row'), counted(12_345, 'row')]).toEqual(['1 row', '0 rows', '12,345 rows']);
  expect([time(Date.UTC(2026, 10, 23, 20, 52)), time(Infinity), time(-Infinity)]).toEqual([
    '2026-11-23 20:52 UTC',
    'for ever',
    'never',
  ]);
});

it('jobs are named by the shortest unique part of their ids', () => {
  expect(jobNames(['0123456789ab', 'f123456789ab'])).toEqual(['j01234567', 'jf1234567']);
  expect(jobNames(['0123456789ab', '0123456788ab'])).toEqual(['j0123456789', 'j0123456788']);
  expect(jobNames(['0123456789ab', '0123456789ab'])).toEqual(['j01234567', 'j01234567']);
});

it.each([
  ['jbos', 'jobs'],
  ['Status', 'status'],
  ['bakcup', 'backup'],
  ['delete', null],
  ['', null],
])('the nearest command to “%s” is %s', (word, verb) => {
  expect(nearest(word, ['status', 'jobs', 'backup', 'restore', 'help'])).toBe(verb);
});
