// Compares the byte scanner with the tolerant reader: for any answer, split anywhere, both return the same bulks, leads
// and problems.
import { Buffer } from 'node:buffer';
import {
  type CountedField,
  type CountedLead,
  leadFields,
  vehicleFields,
  wholeLead,
  wideHash,
  type Zone,
} from '@leadbell/domain';
import { anyCharacter, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BulkReader } from './bulk-reader.ts';
import { ByteCutter } from './byte-cutter.ts';
import { CutError, type Piece } from './cut-types.ts';
import { LeadsApiError } from './errors.ts';
import { quotedFields } from './gaps.ts';
import { PlainLead } from './plain-lead.ts';
import { Utf8Body } from './utf8-body.ts';
import { WalkedBytes } from './walked-bytes.ts';

const zone = 'Asia/Riyadh' as Zone;
/** All cases take a minute or two. */
const timeout = 300_000;
const countedFields = [
  'externalId',
  'leadId',
  'outcome',
  'errors',
  'leadType',
  'brand',
  'branch',
  'source',
  'subSource',
  'priority',
  'vehicleType',
  'testDriveRequired',
  'phoneCode',
  'phoneNumber',
  'email',
  'firstName',
  'lastName',
  'contactName',
] as const satisfies CountedField[];

interface Outcome {
  /** The parts in order of arrival; each bulk with its leads. */
  readonly said: unknown[];
  readonly error: string | null;
}

/** Returns the whole lead, after checking that it agrees with the fields that were read early. */
function checked(lead: CountedLead): unknown {
  const whole = wholeLead(lead);
  if (lead instanceof PlainLead) {
    expect(countedFields.map((name) => lead[name])).toEqual(countedFields.map((name) => whole[name]));
    const person = lead.person();
    expect(quotedFields.map((name) => person[name])).toEqual(quotedFields.map((name) => whole[name]));
    expect(lead.numberHash()).toBe(wideHash(whole.externalId ?? ''));
    const copy = new Uint8Array(lead.length + 2);
    lead.copyTo(copy, 1);
    expect(lead.readCopy(copy.subarray(1, -1))).toEqual(whole);
  }
  return whole;
}

interface Cutter {
  readonly form: 'object' | 'array' | null;
  push(bytes: Uint8Array): Iterable<Piece>;
  end(): Iterable<Piece>;
}

function read(cutter: Cutter, bytes: Uint8Array, cuts: readonly number[]): Outcome {
  let bulks = 0;
  const reader = new BulkReader({
    verdicts: { nextNumber: () => bulks++, judge: () => 'keep' },
    askedId: '7',
    zone,
    now: Date.UTC(2026, 5, 8),
    notify: () => {},
  });
  const open: unknown[] = [];
  const said: unknown[] = [];
  function take(pieces: Iterable<Piece>): void {
    for (const piece of pieces) {
      for (const part of reader.read(piece, cutter.form ?? 'array')) {
        if (part.type === 'leads') open.push(...part.leads.map(checked));
        else said.push(part.type === 'bulk' ? { ...part, leads: open.splice(0) } : part);
      }
    }
  }
  try {
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const to = at + (cuts[turn % cuts.length] ?? 1);
      // Passes a copy, because the cutter releases a chunk once it has copied it.
      take(cutter.push(Uint8Array.from(bytes.subarray(at, to))));
      at = to;
    }
    take(cutter.end());
    said.push(...reader.end());
    return { said, error: null };
  } catch (error) {
    if (error instanceof CutError) return { said, error: error.reason };
    if (error instanceof LeadsApiError) return { said, error: error.kind };
    throw error;
  }
}

const contentType = 'application/json';

/** The expected result: parses the whole answer with `JSON.parse` and reads its leads with the tolerant reader. */
function textually(bytes: Uint8Array): Outcome {
  const isJson = isJsonOfBulks(bytes);
  const whole = { fromBytes: Number.POSITIVE_INFINITY };
  const outcome = read(new ByteCutter(contentType, zone, whole), bytes, [bytes.length]);
  const { error } = outcome;
  expect({ error, isRead: error === null || error === 'contract' }).toEqual({ error, isRead: isJson });
  return outcome;
}

function isJsonOfBulks(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object';
  } catch {
    return false;
  }
}

function bytewise(bytes: Uint8Array, cuts: readonly number[], sizes = { fromBytes: 1, pieceBytes: 1 }) {
  const cutter = new ByteCutter(contentType, zone, sizes);
  const outcome = read(cutter, bytes, cuts);
  return { outcome, counts: cutter.counts };
}

const hostile = fc.constantFrom(
  '{"leadExternalId":',
  '"leads":[{"leadExternalId":1',
  ']}]',
  '\\',
  '\\"leads\\":[',
  '"',
  '\n',
  '{',
  '}',
  '[{"leads":[',
  '\u0000',
  '\u001f',
  '\u2028',
  '\ufeff',
  '\ud800',
  'é',
  ',',
  ',"leadId":9',
  'null',
  'N/A',
  '-',
  ' 7 ',
  '<b>x</b> &amp; y',
  'x'.repeat(250),
  'ش'.repeat(4_100),
  'True',
  '9223372036854775807',
);
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('KIA', 'Website', '', 'الرياض - خريص', '👩‍👧', 'Al-Testali') },
  { weight: 1, arbitrary: hostile },
  {
    weight: 1,
    arbitrary: fc.string({ maxLength: 20, unit: anyCharacter }).map((text) => text.replaceAll('\ufffd', '')),
  },
);
/** Raw JSON text, because `JSON.stringify` can't produce every number. */
const scrap = fc.oneof(
  word.map((text) => JSON.stringify(text)),
  fc.constantFrom('null', '""', '0', '1', '2', '-1', '-0', '1.5', '1e3', '1E400', '123456789012345', 'true', 'false'),
  fc.constantFrom('1234567890123456', '9223372036854775807', '{}', '[]', '[1]', '[[],{"leads":[{"a":1}]}]', '[ ]'),
  fc.constantFrom('"2025-08-12"', '"2025-02-30"', '"12/08/2025"', '"Y"', '"15"', '"007"', '"1,002"', '[{"leads":[]}]'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => JSON.stringify(one)),
);
const plainOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: word.map((text) => JSON.stringify(text)),
  note: word.map((text) => JSON.stringify(text)),
  name: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.maxSafeNat(), fc.constant('"206110000000"')).map(String),
  number: fc.oneof(fc.nat({ max: 3 }), fc.constant(206_110_000_000)).map(String),
  count: fc.nat({ max: 9 }).map(String),
  year: fc.constantFrom('2024', '0', 'null'),
  flag: fc.constantFrom('true', 'false', '0', '1', 'null'),
  'error-flag': fc.constantFrom('0', '1', 'false', 'true', 'null'),
  day: fc.constantFrom('"2025-08-12"', '"2024-02-29"', '"0001-01-01"', '"12.8.2025"', 'null'),
  errors: fc.constantFrom(
    'null',
    'null',
    '""',
    '[]',
    '{}',
    '[null]',
    '"Branch unknown"',
    '"Success"',
    '"\\u0041lfa \\ud800"',
    '" "',
    '[{"code":1,"message":"Alfa"}]',
    '[{"errorList":[{"message":"x"}],"leads":[{"isError":1}]}]',
    '[["x"],"y"]',
    '{"message":"Alfa \\"B\\"","code":9223372036854775807}',
    '{"email":["is taken"],"message":null}',
    '[1,2]',
    '{"message":"a","message":"b","field":"c"}',
    '[{"ar":"خطأ","en":"wrong"}]',
  ),
};

type Fields = Readonly<Record<string, string>>;

/** White space between the members of an object. */
const spaces = fc.constantFrom('', '', '', '', ' ', '\n  ', '\t', '\r\n');
const escaped = fc.boolean();

function membersOf(fields: Fields, oddity: number): fc.Arbitrary<string> {
  const names = Object.keys(fields).filter((name) => name !== 'vehicles');
  const member = fc
    .constantFrom(...names)
    .chain((name) =>
      fc
        .tuple(
          fc.oneof(
            { weight: 30, arbitrary: plainOf[fields[name] ?? ''] ?? scrap },
            { weight: oddity, arbitrary: scrap },
          ),
        )
        .map(([value]) => [name, value] as const),
    );
  const outsider = fc.tuple(fc.constantFrom('extra', 'leads', '__proto__', 'x\\y', 'sou"rce', 'مصدر', ''), scrap);
  return fc
    .record({
      all: fc.array(fc.oneof({ weight: 20, arbitrary: member }, { weight: 1, arbitrary: outsider }), { maxLength: 9 }),
      space: spaces,
      isEscaped: escaped,
    })
    .map(({ all, space, isEscaped }) =>
      all
        .map(([name, value]) => {
          const key = isEscaped && name.startsWith('lead') ? `"\\u006c${name.slice(1)}"` : JSON.stringify(name);
          return `${space}${key}${space}:${space}${value}${space}`;
        })
        .join(','),
    );
}

const vehicle = membersOf(vehicleFields, 1).map((members) => `{${members}}`);
const vehicles = fc.oneof(
  { weight: 8, arbitrary: fc.array(vehicle, { maxLength: 3 }).map((all) => `[${all.join(',')}]`) },
  { weight: 1, arbitrary: scrap },
);
const lead = fc
  .tuple(fc.option(plainOf['name'] ?? scrap, { freq: 12 }), membersOf(leadFields, 1), fc.option(vehicles), fc.boolean())
  .map(([id, members, cars, isFirst]) => {
    const own = [id === null ? '' : `"leadExternalId":${id}`, members, cars === null ? '' : `"vehicles":${cars}`];
    return `{${(isFirst ? own : own.toReversed()).filter((one) => one !== '').join(',')}}`;
  });
const leads = fc
  .tuple(
    fc.array(fc.oneof({ weight: 30, arbitrary: lead }, { weight: 1, arbitrary: scrap }), { maxLength: 8 }),
    fc.constantFrom(',', ',', ', ', ' ,\n'),
  )
  .map(([all, comma]) => `[${all.join(comma)}]`);
const bulkField = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      '"createdDate":"2026-06-07T01:02:03.004Z"',
      '"createdBy":5',
      '"isProcessed":4',
      '"totalRecords":3',
    ),
  },
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.constantFrom('createdDate', 'createdBy', 'id', 'totalRecords', 'note', '__proto__', 'failed'), scrap)
      .map(([name, value]) => `"${name}":${value}`),
  },
  // Gives some bulks the key `leads` twice.
  { weight: 1, arbitrary: fc.oneof(leads, scrap).map((list) => `"leads":${list}`) },
);
const bulk = fc
  .tuple(
    fc.array(bulkField, { maxLength: 3 }),
    fc.oneof({ weight: 25, arbitrary: leads }, { weight: 1, arbitrary: scrap }),
    fc.array(bulkField, { maxLength: 4 }),
    spaces,
  )
  .map(
    ([before, list, after, space]) => `{${[...before, `"leads"${space}:${space}${list}`, ...after].join(`,${space}`)}}`,
  );
const answer = fc.oneof(
  { weight: 6, arbitrary: fc.array(bulk, { maxLength: 5 }).map((all) => `[${all.join(',')}]`) },
  { weight: 2, arbitrary: bulk },
  { weight: 1, arbitrary: fc.array(fc.oneof(bulk, scrap), { maxLength: 4 }).map((all) => ` [${all.join(' , ')}] \n`) },
);
const cuts = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 }),
  fc.constantFrom([1], [7], [100_000]),
);

describe('an answer read from bytes', () => {
  test('reading from bytes gives the same result as the tolerant reader', { timeout }, () => {
    const totals = { plain: 0, odd: 0, short: 0 };
    fc.assert(
      fc.property(answer, cuts, fc.constantFrom(1, 60, 500), (text, cut, pieceBytes) => {
        const bytes = Buffer.from(text.toWellFormed());
        const right = textually(bytes);
        const { outcome, counts } = bytewise(bytes, cut, { fromBytes: 1, pieceBytes });
        expect(outcome).toEqual(right);
        totals.plain += counts.plain;
        totals.odd += counts.odd;
        totals.short += counts.short;
      }),
      { numRuns: runs(2_000) },
    );
    // 100 answers usually have 120 plain and 600 odd leads, and never fewer than 70 plain and 460 odd ones.
    expect(totals.plain).toBeGreaterThan(runs(400));
    expect(totals.odd).toBeGreaterThan(runs(2_000));
    // `short` counts the leads of answers that are parsed as a whole, because no lead in them is an object.
    expect(totals.short).toBeLessThan(totals.plain + totals.odd / 4);
  });

  test('reading from bytes fails for the same answers as the tolerant reader', { timeout }, () => {
    const damage = fc.record({
      at: fc.nat(),
      put: fc.constantFrom<readonly number[]>(
        [],
        [0xff],
        [0xc3],
        [0xe2, 0x80],
        [0x22],
        [0x5c],
        [0x2c],
        [0x7d],
        [0x5d, 0x7d],
        [0],
        [0xef, 0xbb, 0xbf],
        [0xed, 0xa0, 0x80],
      ),
      take: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(answer, cuts, damage, fc.boolean(), (text, cut, { at, put, take }, isCut) => {
        const bytes = Buffer.from(text.toWellFormed());
        const place = at % (bytes.length + 1);
        const broken = isCut
          ? bytes.subarray(0, place)
          : Buffer.concat([bytes.subarray(0, place), Buffer.from(put), bytes.subarray(place + take)]);
        const right = textually(broken);
        const { outcome } = bytewise(broken, cut);
        // In a damaged answer that is not cut off, the two readers may report different errors.
        const isSame = isCut ? outcome.error === right.error : (outcome.error === null) === (right.error === null);
        expect({ isSame, said: outcome.error === null ? outcome.said : right.said }).toEqual({
          isSame: true,
          said: right.said,
        });
      }),
      { numRuns: runs(2_000) },
    );
  });

  test('an answer gives the same result if it is cut in two anywhere, or comes byte by byte', { timeout }, () => {
    const spoiled = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => `\uFEFF${text}`,
      (text) => text.slice(0, -2),
      (text) => text.replace(/"[^"]*$/, '"'),
    );
    fc.assert(
      fc.property(answer, spoiled, (text, spoil) => {
        const bytes = () => Buffer.from(spoil(text).toWellFormed());
        const { length } = bytes();
        const right = textually(bytes());
        const step = Math.ceil(length / mostCuts);
        // The parts before an error are not compared, because they may or may not have been passed on.
        const asRight = ({ said, error }: Outcome): Outcome => ({ said: error === null ? said : right.said, error });
        for (let at = 1; at < length; at += step)
          expect(asRight(bytewise(bytes(), [at, length]).outcome)).toEqual(right);
        expect(asRight(bytewise(bytes(), [1]).outcome)).toEqual(right);
      }),
      { numRuns: runs(100) },
    );
  });
});

/** Most answers are shorter than this, so they are cut at every position. */
const mostCuts = 300;

/** Builds an answer, and lists the numbers of the leads in each bulk. */
function written(bulks: readonly (readonly { key: string; leads: number | string }[])[], note: string) {
  let number = 0;
  const lead = (): string => `{"leadExternalId":${(number += 1)},"leadNote":"${note}"}`;
  const said = bulks.map((all) => {
    const first = number;
    const fields = all.map(({ key, leads }) => {
      if (typeof leads === 'number') return `${key}:[${Array.from({ length: leads }, lead).join(',')}]`;
      return `${key}:${leads === 'one' ? lead() : leads}`;
    });
    const text = `{"createdDate":"2026-06-07T01:02:03.004Z",${fields.join(',')}}`;
    return { text, numbers: Array.from({ length: number - first }, (_, n) => String(first + n + 1)) };
  });
  return { text: `[${said.map(({ text }) => text).join(',')}]`, said: said.map(({ numbers }) => numbers) };
}

/** A cutter that leaves the whole answer to the walker. */
function walked(): Cutter {
  const walker = new WalkedBytes(new Utf8Body(contentType), 'array', false);
  return { form: 'array', push: (bytes) => walker.push(bytes), end: () => walker.end() };
}

function numbersOf({ said }: Outcome): string[][] {
  return (said as { type: string; leads?: readonly { externalId: string }[] }[])
    .filter(({ type }) => type === 'bulk')
    .map(({ leads = [] }) => leads.map(({ externalId }) => externalId));
}

describe('a bulk with several lists of leads', () => {
  const named = fc.record({
    key: fc.constantFrom('"leads"', '"leads" ', '"le\\u0061ds"'),
    leads: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }) },
      fc.constantFrom('one' as const, 'null' as const, '"none"' as const),
    ),
  });
  const repeated = fc.array(fc.array(named, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

  test('a bulk gets the leads of all its lists, however the answer is split', () => {
    fc.assert(
      fc.property(repeated, cuts, fc.constantFrom(60, 500, 5_000), fc.nat(60), (bulks, cut, size, noteChars) => {
        const { text, said } = written(bulks, 'n'.repeat(noteChars));
        // A value that has neither a list of leads nor a lead is not a bulk.
        const right = said.filter((_, n) => (bulks[n] ?? []).some(({ leads }) => leads !== '"none"'));
        const bytes = () => Buffer.from(text);
        expect(numbersOf(textually(bytes()))).toEqual(right);
        expect(numbersOf(read(walked(), bytes(), cut))).toEqual(right);
        expect(numbersOf(bytewise(bytes(), cut, { fromBytes: 1, pieceBytes: size }).outcome)).toEqual(right);
      }),
      { numRuns: runs(1_500) },
    );
  });
});

const leadsFrom = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ leadId: `${from + n}` }));

test('a short answer is passed on in small pieces that add up to the whole', () => {
  const exactId = '9007199254740993';
  const bulks = [
    { id: 1, leads: leadsFrom(0, 3) },
    { id: 2, leads: [] },
    { id: 3, leads: leadsFrom(100, 250) },
    'no bulk',
    { id: 4, leads: leadsFrom(400, 60) },
    { id: 5, leads: leadsFrom(500, 60) },
    { id: 6 },
    { id: 7, leads: [...leadsFrom(600, 100), { leadId: 'long' }] },
  ];
  const text = JSON.stringify(bulks).replace('"long"', exactId);
  const cutter = new ByteCutter(null, zone);
  const pieces = [...cutter.push(Buffer.from(text)), ...cutter.end()];
  type Bulk = { readonly leads?: readonly unknown[] };
  const counts = pieces.map(({ bulks: some }) =>
    (some as Bulk[]).reduce((sum, one) => sum + (one.leads?.length ?? 0), 0),
  );
  expect(Math.max(...counts)).toBeLessThanOrEqual(200);
  const joined = (bulksOf: (piece: Piece) => readonly unknown[]): unknown[] => {
    const all: unknown[] = [];
    for (const piece of pieces)
      for (const [index, bulk] of bulksOf(piece).entries()) {
        const last = all.at(-1) as Bulk;
        if (index > 0 || !piece.continues) all.push(bulk);
        else all.splice(-1, 1, { ...last, leads: [...(last.leads ?? []), ...((bulk as Bulk).leads ?? [])] });
      }
    return all;
  };
  expect(joined((piece) => piece.bulks)).toEqual(JSON.parse(text));
  expect(joined((piece) => piece.exact())).toEqual(JSON.parse(text.replace(exactId, `"${exactId}"`)));
  expect(pieces.map(({ open }) => open).at(-1)).toBe(false);
});

test('a long answer is passed on in small pieces from its beginning', () => {
  const sent = leadsFrom(100, 2_000).map(({ leadId }) => ({ leadExternalId: leadId, leadNote: 'x'.repeat(1_000) }));
  const bytes = Buffer.from(JSON.stringify([{ id: 1, leads: sent }]));
  const cutter = new ByteCutter(null, zone);
  const counts: number[] = [];
  function take(pieces: Iterable<Piece>): void {
    for (const { bulks } of pieces)
      for (const bulk of bulks as { readonly leads: readonly unknown[] }[]) counts.push(bulk.leads.length);
  }
  for (let at = 0; at < bytes.length; at += 65_536) take(cutter.push(Uint8Array.from(bytes.subarray(at, at + 65_536))));
  take(cutter.end());
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2_000);
  expect(cutter.counts).toEqual({ plain: 2_000, odd: 0, short: 0 });
  expect(Math.max(...counts)).toBeLessThan(130);
});
