// Tests bodies in any encoding, split into chunks anywhere.
import { Buffer } from 'node:buffer';
import { runs } from '@leadbell/testing';
import { cleanText, wholeLead, type Zone } from '@leadbell/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteCutter } from './byte-cutter.ts';
import type { CutError, Piece } from './cut-types.ts';
import { PlainLead } from './plain-lead.ts';
import { isOdd } from './utf8-body.ts';

const odd = ['\u2028', '\u2029', '\u0085', '\u007F', '\n', '\u0000', '&amp;', '<b>', '\uD83D', '&#1575;'];
const plain = ['Alfa', 'ألفا', '\u20AC', '\u00E9', '😀', 'R&D ', '1 < 2', '\\', '"', '/', ' '];
const note = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...plain) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
);
const notes = fc.array(note, { maxLength: 6 }).map((parts) => parts.join(''));

test('cleaning leaves a text unchanged if isOdd finds nothing in its bytes', () => {
  let plainOnes = 0;
  fc.assert(
    fc.property(fc.array(notes, { minLength: 1, maxLength: 3 }), (texts) => {
      if (isOdd(Buffer.from(JSON.stringify(texts)))) return;
      plainOnes += 1;
      for (const text of texts) expect(cleanText(text, { lines: true }) ?? '').toBe(text.trim());
    }),
    { numRuns: runs(3_000) },
  );
  expect(plainOnes).toBeGreaterThan(runs(500));
});

function cut(bytes: Uint8Array, contentType: string, chunk: number, fromBytes = 1): readonly Piece[] {
  const cutter = new ByteCutter(contentType, 'Asia/Riyadh' as Zone, { fromBytes, pieceBytes: 100 });
  const pieces: Piece[] = [];
  function keep(more: Iterable<Piece>): void {
    for (const piece of more) pieces.push({ ...piece, bulks: piece.bulks.map(withWholeLeads) });
  }
  for (let at = 0; at < bytes.length; at += chunk) keep(cutter.push(Uint8Array.from(bytes.subarray(at, at + chunk))));
  keep(cutter.end());
  return pieces;
}

/** Reads the plain leads of a bulk; call it before the next piece is requested. */
function withWholeLeads(bulk: unknown): unknown {
  const { leads, ...rest } = bulk as { leads?: unknown[] };
  return { ...rest, ...(leads === undefined ? {} : { leads: leads.map(textsOf) }) };
}

function textsOf(lead: unknown): readonly unknown[] {
  if (lead instanceof PlainLead) return [wholeLead(lead).externalId, wholeLead(lead).leadNote];
  const { leadExternalId, leadNote } = lead as { leadExternalId: number; leadNote?: string };
  return [String(leadExternalId), leadNote ?? null];
}

const leadsOf = (pieces: readonly Piece[]) =>
  pieces.flatMap(({ bulks }) => bulks.flatMap((bulk) => (bulk as { leads?: unknown[] }).leads ?? []));

/** Turns little-endian UTF-16 into big-endian, which differs only in the order of each pair of bytes. */
function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

const encodings: readonly (readonly [string, string, (text: string) => Buffer])[] = [
  ['UTF-8 with its mark', 'application/json', (text) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16 without a word', 'application/json', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 with its mark', 'application/json', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 from the other end', 'application/json', (text) => swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ['Latin letters', 'text/json; charset="iso-8859-1"', (text) => Buffer.from(text, 'latin1')],
];

test.each(encodings)('%s gives the same text as UTF-8, in any chunks', (_name, contentType, encode) => {
  const words = fc.array(fc.constantFrom('Alfa', 'é', 'Zaïd', '\\', ' '), { maxLength: 5 });
  const lead = words.map((parts) => parts.join('x'));
  fc.assert(
    fc.property(fc.array(lead, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 90 }), (texts, chunk) => {
      const leads = texts.map((leadNote, n) => ({ leadExternalId: n + 1, leadNote: `n${leadNote}x` }));
      const body = JSON.stringify([{ leads, createdBy: 1 }]);
      const right = leads.map(({ leadExternalId, leadNote }) => [String(leadExternalId), leadNote]);
      for (const fromBytes of [1, 1_000_000]) {
        const pieces = cut(encode(body), contentType, chunk, fromBytes);
        expect(leadsOf(pieces)).toEqual(right);
        expect(pieces.some(({ isLossy }) => isLossy)).toBe(false);
      }
    }),
    { numRuns: runs(100) },
  );
});

const answer = (name: string) => Buffer.from(JSON.stringify([{ leads: [{ leadExternalId: 1, leadNote: name }] }]));

test.each([1, 1_000_000])(
  'bytes that are invalid in the encoding make the text lossy, from %i bytes on',
  (fromBytes) => {
    const broken = answer('Alfa');
    broken[broken.indexOf('f')] = 0xff;
    const isLossy = (bytes: Buffer) => cut(bytes, 'application/json', 20, fromBytes).some((piece) => piece.isLossy);
    expect([isLossy(answer('Alfa')), isLossy(answer('\uFFFD')), isLossy(broken)]).toEqual([false, false, true]);
  },
);

test.each([
  [' \n ', 'empty'],
  ['nul', 'ended-early'],
  ['nothing', 'not-json'],
  ['<html>', 'not-json'],
  ['[{"leads":[{"a":1}]}}', 'not-json'],
  ['{"leads":[{"leadExternalId":1}]},{}', 'not-json'],
  ['{"leads":[{"leadExternalId":1}]},{"leads":[{"leadExternalId":2}]}', 'not-json'],
  ['{"leads":[{"leadExternalId":1}', 'ended-early'],
  ['[{"leads":[{"vehicles":[]', 'ended-early'],
  ['[{"leads":[{"leadExternalId":1,', 'ended-early'],
  ['[{"leads":[{"leadExternalId":1},', 'ended-early'],
  ['[{"leads":[{"leadExternalId":1},]', 'not-json'],
  ['[{"leads":[{}] oops}]', 'not-json'],
])('the body %s fails as %s, short or long', (text, reason) => {
  for (const fromBytes of text.startsWith('n') ? [99] : [1, 99])
    expect(() => cut(Buffer.from(text), 'application/json', 4, fromBytes)).toThrow(
      expect.objectContaining({ reason }) as CutError,
    );
});

test('`null` is not a bulk', () => {
  expect(cut(Buffer.from(' null \n'), 'application/json', 1, 99)).toEqual([]);
});
