import { anyCharacter, runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip } from './text.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function sent(part: string): number {
  return part.replaceAll(/[&<>]/g, 'xxxxx').length;
}

/** Clips in the simple way, which always splits the text into its characters. */
function clippedSlowly(text: string, max: number): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim()
    .toWellFormed();
  if (sent(line) <= max) return line;
  let cut = '';
  for (const { segment } of graphemes.segment(line)) {
    if (sent(cut + segment) > max - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

const signs = fc.constantFrom(
  ...Array.from(' \n\t&<>aéßñ\u00A0\u00AD\u0301\u200D\u200F\u2067\u2069سلـمَّىأ٣۳क्षि한👩‍👧🇸🇦x-\u0600\u0640'),
);

test('clip gives the same result as the simple way, which splits every text into its characters', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: signs, maxLength: 30 }), fc.string({ unit: anyCharacter, maxLength: 30 })),
      fc.integer({ min: 1, max: 40 }),
      (text, max) => {
        expect(clip(text, max)).toBe(clippedSlowly(text, max));
      },
    ),
    { numRuns: runs(8_000) },
  );
});
