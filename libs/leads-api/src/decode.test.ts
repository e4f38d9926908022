// Bytes of an answer, split anywhere: the traits of a stretch or piece must be true of its texts.
import { runs } from '@leadbell/testing';
import { cleanText } from '@leadbell/domain';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Cutter } from './cut.ts';
import type { Piece } from './cut-types.ts';
import { BodyDecoder } from './decode.ts';

const odd = ['\u2028', '\u2029', '\u0085', '\u007F', '\n', '\u0000', '&amp;', '<b>', '\uD83D', '&#1575;'];
const plain = ['Alfa', 'ألفا', '\u20AC', '\u00E9', '😀', 'R&D ', '1 < 2', '\\', '"', '/', ' '];
const note = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...plain) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
);
const lead = fc.record({
  leadExternalId: fc.nat(99),
  leadNote: fc.array(note, { maxLength: 4 }).map((parts) => parts.join('')),
});

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

it('a piece marked as plain needs no cleaning', () => {
  const cuts = fc.record({ bytes: fc.integer({ min: 1, max: 90 }), pieceChars: fc.integer({ min: 20, max: 120 }) });
  let plainPieces = 0;
  fc.assert(
    fc.property(fc.array(lead, { minLength: 1, maxLength: 12 }), cuts, (leads, { bytes, pieceChars }) => {
      const decoder = new BodyDecoder(null);
      const cutter = new Cutter({ pieceChars });
      const body = Buffer.from(JSON.stringify([{ leads }]));
      const pieces: (Piece | null)[] = [];
      for (let at = 0; at < body.length; at += bytes) {
        const { text, traits } = decoder.decode(body.subarray(at, at + bytes));
        pieces.push(cutter.push(text, traits));
      }
      const { text, traits } = decoder.end();
      if (text !== '') pieces.push(cutter.push(text, traits));
      pieces.push(cutter.end());
      const found = pieces.filter((piece) => piece !== null);
      expect(found.flatMap(({ bulks }) => texts(bulks))).toEqual(texts(leads));
      for (const one of found.filter(({ isOdd }) => !isOdd)) {
        plainPieces += 1;
        for (const sent of texts(one.bulks)) expect(cleanText(sent, { lines: true }) ?? '').toBe(sent.trim());
      }
    }),
    { numRuns: runs(3_000) },
  );
  expect(plainPieces).toBeGreaterThan(runs(2_000));
});
