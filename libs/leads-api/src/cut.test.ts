import { runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cutter } from './cut.ts';
import type { CutError, Piece } from './cut-types.ts';

interface Bulk {
  leads?: unknown[];
  [field: string]: unknown;
}

/** Joins the pieces again, as the reader does. */
function cutWhole(text: string, chunkChars: number, pieceChars: number): { bulks: Bulk[]; pieces: number } {
  const cutter = new Cutter({ pieceChars });
  const bulks: Bulk[] = [];
  let pieces = 0;
  function take(piece: Piece | null): void {
    if (piece === null) return;
    pieces += 1;
    for (const [index, bulk] of (piece.bulks as Bulk[]).entries()) {
      const open = index === 0 && piece.continues ? bulks.at(-1) : undefined;
      if (open) Object.assign(open, { ...bulk, leads: [...(open.leads ?? []), ...(bulk.leads ?? [])] });
      else bulks.push({ ...bulk });
    }
  }
  for (let at = 0; at < text.length; at += chunkChars) take(cutter.push(text.slice(at, at + chunkChars)));
  take(cutter.end());
  return { bulks, pieces };
}

const hostile = fc.constantFrom(
  '{"leadExternalId":',
  '"leads":[{"leadExternalId":1',
  ']}]',
  '\\',
  '\\"leads\\":[',
  '"',
  '\n',
  'سارة',
  '👩‍👧',
  '{',
  '}',
  '[{"leads":[',
);
const word = fc.oneof(hostile, fc.string({ maxLength: 12 }));
const lead = fc.record({
  leadExternalId: fc.nat(),
  name: fc.option(word),
  vehicles: fc.array(fc.record({ leadVehiclesId: fc.nat(), memo: word }), { maxLength: 3 }),
});
const shuffled = (bulk: object, seed: number): object => {
  const entries = Object.entries(bulk);
  return Object.fromEntries(entries.toSorted(([a], [b]) => ((a.length * 7 + seed) % 5) - ((b.length * 7 + seed) % 5)));
};
const bulk = fc
  .tuple(
    fc.record({
      leads: fc.array(lead, { maxLength: 8 }),
      createdDate: word,
      note: fc.option(word),
      isProcessed: fc.integer({ min: 1, max: 4 }),
    }),
    fc.nat({ max: 9 }),
  )
  .map(([fields, seed]) => shuffled(fields, seed));

test('joined pieces equal the result of JSON.parse, however the text is split, ordered and spaced', () => {
  fc.assert(
    fc.property(
      fc.oneof(bulk, fc.array(bulk, { maxLength: 5 })),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(undefined, 1, '\t'),
      (answer, chunkChars, pieceChars, space) => {
        const text = JSON.stringify(answer, null, space);
        const expected: unknown = JSON.parse(text);
        expect(cutWhole(text, chunkChars, pieceChars).bulks).toEqual(Array.isArray(expected) ? expected : [expected]);
      },
    ),
    { numRuns: runs(3_000) },
  );
});

describe('splitting', () => {
  const leads = Array.from({ length: 200 }, (_, n) => ({ leadExternalId: n, name: 'Sample '.repeat(5) }));

  test('a long answer arrives in many pieces', () => {
    expect(cutWhole(JSON.stringify({ leads }), 100, 500).pieces).toBeGreaterThan(10);
  });

  test.each([
    [
      'leads that begin like their nested objects',
      {
        leads: leads.map(({ leadExternalId }) => ({
          leadExternalId,
          parts: [{ leadExternalId: 1 }, { leadExternalId: 2 }],
        })),
      },
    ],
    ['another list of similar objects after the leads', { leads: leads.slice(0, 3), failedLeads: leads }],
    ['another list of similar objects before the leads', { failedLeads: leads, leads: leads.slice(0, 3) }],
  ])('%s: no lead is lost or confused with another', (_name, answer) => {
    expect(cutWhole(JSON.stringify(answer), 64, 300).bulks).toEqual([answer]);
  });

  test('`null` is not a bulk', () => {
    expect(cutWhole(' null \n', 1, 1)).toEqual({ bulks: [], pieces: 0 });
  });

  test('a byte order mark is ignored', () => {
    expect(cutWhole('\uFEFF[]', 1, 1).bulks).toEqual([]);
  });
});

test.each([
  [' \n ', 'empty'],
  ['nul', 'ended-early'],
  ['nothing', 'not-json'],
  ['<html>', 'not-json'],
  ['[{"leads":[]}}', 'not-json'],
  ['{"leads":[{"leadExternalId":1}', 'ended-early'],
  ['[{"leads":[{"vehicles":[]', 'ended-early'],
  ['[{"leads":[{"leadExternalId":1,', 'ended-early'],
  ['[{"leads":[] oops}]', 'not-json'],
])('%s is %s', (text, reason) => {
  expect(() => cutWhole(text, 4, 8)).toThrow(expect.objectContaining({ reason }) as CutError);
});

test('vehicles that begin like leads do not force buffering the whole answer', () => {
  const alike = Array.from({ length: 200 }, (_, n) => ({ id: n, vehicles: [{ id: 1 }, { id: 2 }] }));
  const { bulks, pieces } = cutWhole(JSON.stringify([{ leads: alike, createdBy: 1 }]), 64, 300);
  expect(bulks).toEqual([{ leads: alike, createdBy: 1 }]);
  expect(pieces).toBeGreaterThan(5);
});

test('a list under a numeric key is not taken for leads', () => {
  const leads = Array.from({ length: 50 }, (_, n) => ({ leadExternalId: n, note: 'x' }));
  const text = `${JSON.stringify({ leads }).slice(0, -1)},"1":${JSON.stringify(leads)}}`;
  expect(cutWhole(text, 64, 300).bulks).toEqual([JSON.parse(text)]);
});
