import type { Bulk } from '@leadbell/domain';
import { describe, expect, test } from 'vitest';
import type { Row } from './answer.ts';
import { example } from '../testing/lead-fixtures.ts';
import { findRow, leadRef } from './lead-ref.ts';

const bulk = { key: 'id:574' } as Bulk;

function row(externalId: string | null, index: number, changes: Partial<Row> = {}): Row {
  const lead = { ...example, externalId };
  return { lead, ref: leadRef(bulk, lead, index), isDuplicate: false, ...changes } as Row;
}

describe('a lead’s reference in a button', () => {
  test.each(['574', '1234567', '9007199254740993'])('%s keeps the external id as it is', (number) => {
    expect(leadRef(bulk, { ...example, externalId: number }, 3)).toContain(`.${number}.3`);
  });

  test.each(['0500000017', '00966500000017', '12345678', 'alfa.testali@example.com', 'Alfa'])(
    '%s may identify the person and is not included',
    (number) => {
      const ref = leadRef(bulk, { ...example, externalId: number }, 3);
      expect(ref).toMatch(/^\w+\.n\w+\.3$/);
      expect(ref).not.toContain(number);
    },
  );
});

describe('finding a lead', () => {
  const rows = [row('0500000017', 0), row('0500000018', 1), row('Alfa', 2), row(null, 3), row('0500000018', 4)];

  test('a lead’s button finds the lead, even after the lead has moved within its bulk', () => {
    for (const one of rows) expect(findRow(rows, one.ref)).toBe(one);
    expect(findRow(rows, leadRef(bulk, { ...example, externalId: '0500000017' }, 9))).toBe(rows[0]);
    expect(findRow(rows, leadRef(bulk, { ...example, externalId: '0500000019' }, 0))).toBeNull();
    expect(findRow(rows, leadRef(bulk, { ...example, externalId: null }, 9))).toBeNull();
  });

  test('buttons of earlier releases, which contain the number or a shorter hash, find the lead', () => {
    const [prefix = ''] = (rows[0]?.ref ?? '').split('.');
    expect(findRow(rows, `${prefix}.0500000017.0`)).toBe(rows[0]);
    // Two leads have the same number, so the position decides.
    expect(findRow(rows, `${prefix}.0500000018.4`)).toBe(rows[4]);
    expect(findRow(rows, `${prefix}.wrz4hux.2`)).toBe(rows[2]);
  });
});
