import { anyCharacter, runs } from '@leadbell/testing';
import { bulkFields, leadFields } from '@leadbell/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CutError, type Piece } from './cut-types.ts';
import { quoteLongNumbers } from './exact-numbers.ts';
import { CutList, maxValueChars, tooLarge, Walker } from './walker.ts';

type Fields = Record<string, unknown>;

function together(pieces: readonly (Piece | null)[]): unknown[] {
  const bulks: unknown[] = [];
  for (const piece of pieces) {
    for (const [index, bulk] of (piece?.exact() ?? []).entries()) {
      const open = index === 0 && piece?.continues === true ? (bulks.at(-1) as Fields | undefined) : undefined;
      if (open === undefined) bulks.push(isFields(bulk) ? { ...bulk } : bulk);
      else {
        const { leads, ...fields } = bulk as Fields;
        const known = Array.isArray(open['leads']) ? (open['leads'] as unknown[]) : undefined;
        Object.assign(open, fields);
        if (leads !== undefined)
          open['leads'] = Array.isArray(leads) ? [...(known ?? []), ...(leads as unknown[])] : leads;
      }
    }
  }
  return bulks;
}

function walk(text: string, chunkChars: number): unknown[] {
  const walker = new Walker(text.trimStart().startsWith('{') ? 'object' : 'array', false);
  const pieces = [];
  for (let at = 0; at < text.length; at += chunkChars) pieces.push(walker.push(text.slice(at, at + chunkChars), false));
  walker.end();
  return together(pieces);
}

function isFields(thing: unknown): thing is Fields {
  return typeof thing === 'object' && thing !== null && !Array.isArray(thing);
}

const only = (fields: Fields, table: object): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(table, name)));

/**
 * The parts of a bulk that a walker keeps: its known fields, and its leads as a list, even if there is only one lead.
 */
function known(bulk: unknown): unknown {
  if (!isFields(bulk)) return bulk;
  const kept = only(bulk, bulkFields);
  const leads = isFields(kept['leads']) ? [kept['leads']] : kept['leads'];
  if (!Array.isArray(leads)) return kept;
  return { ...kept, leads: leads.map((lead: unknown) => (isFields(lead) ? only(lead, leadFields) : lead)) };
}

const word = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 8 }),
  fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\\"', 'leads', 'سارة', '\u2028', '\n'),
);
const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word, fc.constantFrom(null, true, false, -12.5e-3, 0));
const lead = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(leadFields)), word), value) },
  { weight: 1, arbitrary: value },
);
const bulk = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(bulkFields)), word), value),
        fc.option(fc.array(lead, { maxLength: 4 })),
        fc.dictionary(word, value),
      )
      .map(([before, leads, after]) => ({ ...before, ...(leads === null ? {} : { leads }), ...after })),
  },
  { weight: 1, arbitrary: value },
);
const answer = fc.oneof(fc.array(bulk, { maxLength: 4 }), bulk.filter(isFields));
const space = fc.constantFrom(undefined, 1, '\t');

test('the walker reads any text that JSON.parse reads, however it is split', () => {
  fc.assert(
    fc.property(answer, fc.integer({ min: 1, max: 60 }), space, (given, chunkChars, indent) => {
      const text = JSON.stringify(given, null, indent);
      const parsed: unknown = JSON.parse(quoteLongNumbers(text));
      expect(walk(text, chunkChars)).toEqual((Array.isArray(parsed) ? parsed : [parsed]).map(known));
    }),
    { numRuns: runs(4_000) },
  );
});

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof CutError || error instanceof SyntaxError) return false;
    throw error;
  }
}

test('the walker rejects any text that JSON.parse rejects', () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.constantFrom('', '"', ',', '}', ']', '{', '[', ':', '\\', 'x', '0', '\n', '\u0000'),
  );
  fc.assert(
    fc.property(answer, damage, fc.integer({ min: 1, max: 60 }), (given, [seed, put], chunkChars) => {
      const whole = JSON.stringify(given);
      const at = seed % whole.length;
      const text = `${whole.slice(0, at)}${put}${whole.slice(at + 1)}`;
      if (!/^\s*[[{]/.test(text)) return;
      // The test only compares whether both succeed, because a duplicate key can be read in two ways.
      expect(isRead(() => walk(text, chunkChars))).toBe(isRead(() => JSON.parse(text) as unknown));
    }),
    { numRuns: runs(4_000) },
  );
});

const bulkOf = (field: string): string => `{"leads":[{"leadExternalId":1,${field},"brand":"KIA"}],"createdBy":7}`;
const readLead = (text: string): Fields => {
  const [one] = walk(text, 65_536) as { leads: Fields[] }[];
  return one?.leads[0] ?? {};
};

describe('oversized values', () => {
  test('if a text is too long, only this text is lost', () => {
    const long = 'x'.repeat(maxValueChars * 2);
    expect(readLead(bulkOf(`"leadNote":"${long}"`))).toEqual({ leadExternalId: 1, leadNote: tooLarge, brand: 'KIA' });
  });

  test.each([
    ['list', '[', ']', (n: number) => `"error ${n}"`],
    ['object', '{', '}', (n: number) => `"k${n}":"error ${n}"`],
  ] as const)('keeps the beginning of a long %s, and the number of items', (_kind, open, close, item) => {
    const items = Array.from({ length: 100_000 }, (_, n) => item(n));
    const { errorList, brand } = readLead(bulkOf(`"errorList":${open}${items.join(',')}${close}`));
    expect(brand).toBe('KIA');
    expect(errorList).toBeInstanceOf(CutList);
    expect((errorList as CutList).total).toBe(100_000);
    expect(Object.values((errorList as CutList).items as object).slice(0, 2)).toEqual(['error 0', 'error 1']);
  });

  test('a lead with a huge number of unknown fields is read', () => {
    const fields = Array.from({ length: 200_000 }, (_, n) => `"f${n}":[${n}]`).join(',');
    expect(readLead(bulkOf(fields))).toEqual({ leadExternalId: 1, brand: 'KIA' });
  });

  test('lists nested half a million deep are ignored', () => {
    const depth = 500_000;
    expect(readLead(bulkOf(`"errorList":${'['.repeat(depth)}${']'.repeat(depth)}`))).toMatchObject({ brand: 'KIA' });
  });

  test.each([
    ['endless nesting', '['],
    ['an endless text', 'x'],
    ['an endless number', '9'],
  ])('%s is rejected', (name, char) => {
    const walker = new Walker('object', false);
    walker.push('{"leads":[{"errorList":', false);
    if (name.startsWith('a text')) walker.push('"', false);
    const more = char.repeat(1024 * 1024);
    expect(() => {
      for (let n = 0; n < 32; n += 1) walker.push(more, false);
    }).toThrow(expect.objectContaining({ reason: 'too-large' }) as CutError);
  });
});
