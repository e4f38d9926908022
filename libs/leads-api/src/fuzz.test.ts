// Puts any JSON into any field, splits the bytes anywhere, and reads them with the whole client: no lead is lost,
// nothing throws, and every result can be stored.
import { anyCharacter, runs } from '@leadbell/testing';
import { leadFields, vehicleFields } from '@leadbell/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { client, day, midnight, type Read, readAll, windowOf } from './fixtures.ts';

const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;

const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      '\ud83d',
      '\ude00',
      '\u0000',
      '\u0007',
      '\u202e',
      '<b>',
      '&amp;',
      '&#0;',
      '\r\n',
      'ن',
      '👩‍👧',
      '\ufffd',
    ),
  }),
  fc.constantFrom('Y', 'N/A', '1,002', '9223372036854775808', '2025-02-30', '[{"code":1}]', 'x'.repeat(5_000)),
);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  text,
  fc.double({ noNaN: true }),
  fc.constantFrom(1e300, -0, 2 ** 63),
);
const fields = fc.constantFrom(...Object.keys(leadFields), ...Object.keys(vehicleFields), 'extra');
const lead = fc.dictionary(fields, fc.oneof(value, fc.array(fc.dictionary(fields, value), { maxLength: 3 })), {
  maxKeys: 12,
});
const outsider = fc.constantFrom<unknown>(null, 'x', 7, true, []);
const bulk = fc.record({
  leads: fc.array(fc.oneof({ weight: 6, arbitrary: lead }, { weight: 1, arbitrary: outsider }), { maxLength: 6 }),
  createdDate: fc.oneof(value, fc.constant('2025-08-25T06:00:00.000Z')),
  createdBy: value,
  totalRecords: value,
  errorRecords: value,
  isProcessed: value,
  extra: value,
});

/** Writes the answer as JSON with lone surrogates escaped, because UTF-8 can't hold them. */
function bytesOf(answer: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(answer));
}

function readIn(bytes: Uint8Array, cuts: readonly number[]): Promise<Read> {
  let at = 0;
  let turn = 0;
  const body = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, (at += cuts[(turn += 1) % cuts.length] ?? 1)));
      },
    });
  const { api } = client(
    'https://dms.test',
    {},
    { fetch: () => Promise.resolve(new Response(body())), now: () => midnight },
  );
  return readAll(api.read(today));
}

function textsIn(thing: unknown): string[] {
  if (typeof thing === 'string') return [thing];
  return typeof thing === 'object' && thing !== null ? Object.values(thing).flatMap(textsIn) : [];
}

/** PostgreSQL stores any text except NUL and lone surrogates; counts and ids must fit its integers. */
function expectStorable({ leads, bulks, problems }: Read): void {
  for (const one of [...textsIn(leads), ...textsIn(bulks), ...textsIn(problems)]) {
    expect(one.isWellFormed()).toBe(true);
    expect(one).not.toContain('\u0000');
  }
  for (const { totalRecords, errorRecords, createdBy } of bulks) {
    for (const count of [totalRecords, errorRecords])
      expect(count === null || (Number.isInteger(count) && count >= 0 && count < 2 ** 31)).toBe(true);
    expect(createdBy === null || BigInt(createdBy) < 2n ** 63n).toBe(true);
  }
  for (const { leadId } of leads) expect(leadId === null || BigInt(leadId) < 2n ** 63n).toBe(true);
}

test('no value of any field makes the client lose a lead', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(bulk, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
      async (bulks, cuts) => {
        // The client rightly drops repeated bulks and bulks of another day. So each bulk here has its own number, and
        // its date is either within the window or unreadable.
        const answer = bulks.map((one, n) => ({
          ...one,
          id: n + 1,
          createdDate: one.createdDate === '2025-08-25T06:00:00.000Z' ? one.createdDate : {},
        }));
        const bytes = bytesOf(answer);
        const read = await readIn(bytes, cuts);
        const all = answer.flatMap(({ leads }): unknown[] => leads);
        const objects = all.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
        expect(read.leads).toHaveLength(objects.length);
        expect(read.problems.filter(({ kind }) => kind === 'lead')).toHaveLength(all.length - objects.length);
        expect(read.bulks).toHaveLength(bulks.length);
        expectStorable(read);
        expect(await readIn(bytes, [bytes.length])).toEqual(read);
      },
    ),
    { numRuns: runs(500) },
  );
});

test('any bytes are either read or rejected with our own error', async () => {
  expect.hasAssertions();
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(fc.array(bulk, { maxLength: 2 }), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 }))
      .map(([bulks, seed, put]) => {
        const whole = bytesOf(bulks);
        whole.set(put.subarray(0, Math.min(put.length, whole.length)), seed % Math.max(1, whole.length - put.length));
        return whole;
      }),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), async (given, cuts) => {
      const nothing: Read = { leads: [], bulks: [], problems: [], dropped: [], incomplete: [], nothing: [] };
      const got = await readIn(given, cuts).then(
        (read) => ({ name: 'LeadsApiError', read }),
        (error: unknown) => ({ name: (error as Error).name, read: nothing }),
      );
      expect(got.name).toBe('LeadsApiError');
      expectStorable(got.read);
    }),
    { numRuns: runs(500) },
  );
});
