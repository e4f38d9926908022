// Reads each row of the table of dates.
import { type PlainDate, plainDateOfUtc, readDay, readInstant, unread, type Zone } from '@leadbell/domain';
import { caseRows } from '@leadbell/testing';
import { describe, expect, test } from 'vitest';

const riyadh = 'Asia/Riyadh' as Zone;
const now = Date.parse('2025-08-25T15:00:00Z');
const usual = Date.parse('2025-08-25T06:00:00Z');
const rows = caseRows('dates.md');

/** The values in a cell as JSON, such as `"2025-08-12"` or `1755000000`. */
function formsIn(cell: string): readonly [form: string, value: unknown][] {
  const forms = [...cell.replace(/\(.*\)$/, '').matchAll(/`([^`]*)`/g)].map(
    ([, form = '']) => [form, JSON.parse(form)] as [string, unknown],
  );
  return cell.includes('left out') ? [...forms, ['left out', undefined]] : forms;
}

function instantMeant(right: string): number | null | typeof unread {
  if (right.startsWith('none')) return null;
  if (right.startsWith('unreadable')) return unread;
  const full = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/.exec(right)?.[0];
  if (full !== undefined) return Date.parse(full);
  const time = /, (\d\d:\d\d(?::\d\d\.\d{3})?)/.exec(right)?.[1];
  if (time === undefined) return usual;
  return time.length === 5 ? Date.parse(`2025-08-25T${time}:00+03:00`) : Date.parse(`2025-08-25T${time}Z`);
}

function dayMeant(right: string): PlainDate | null | typeof unread {
  if (right.startsWith('none')) return null;
  if (right.startsWith('unreadable')) return unread;
  return plainDateOfUtc(Date.parse(`${right} UTC`));
}

const instants = rows
  .filter(({ section }) => section.includes('createdDate'))
  .flatMap(({ cells: [sent = '', right = ''] }) => formsIn(sent).map(([form, value]) => [form, value, right] as const));
const days = rows
  .filter(({ section }) => section.includes('leadDate'))
  .flatMap(({ cells: [sent = '', right = ''] }) => formsIn(sent).map(([form, value]) => [form, value, right] as const));

test('every row of the table has at least one value', () => {
  const formless = rows.filter(({ cells: [sent = ''] }) => formsIn(sent).length === 0);
  expect(formless).toEqual([]);
  expect(rows).toHaveLength(76);
});

describe('createdDate', () => {
  test.each(instants)('%s', (_form, value, right) => {
    const meant = right.includes('left out of 25 August') ? Date.parse('2025-08-20T06:00:00Z') : instantMeant(right);
    expect(readInstant(value, now)).toBe(meant);
  });
});

describe('leadDate, dateOfBirth', () => {
  test.each(days)('%s', (_form, value, right) => {
    expect(readDay(value, riyadh)).toBe(dayMeant(right));
  });
});
