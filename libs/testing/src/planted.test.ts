import { errorGroup, redactError, WordBook } from '@leadbell/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessErrors } from './cases.ts';
import { buildLead } from './lead-builders.ts';
import { planted, type Planted, tracesOf } from './planted.ts';
import { readable } from './readable.ts';
import { runs } from './runs.ts';

const errors = harmlessErrors();
const withoutDigits = errors.filter((error) => !/\d/.test(error));
const places = fc.array(fc.nat({ max: 50 }), { minLength: 14, maxLength: 14 });

/** Puts each piece at its place between two words of the error. */
function quoting(error: string, pieces: readonly string[], at: readonly number[]): string {
  const words = error.split(' ');
  for (const [n, piece] of pieces.entries()) words.splice((at[n] ?? 0) % (words.length + 1), 0, piece);
  return words.join(' ');
}

function leadOf({ first, last, phone, email }: Planted) {
  return buildLead({ firstName: first, lastName: last, phoneNumber: phone, email });
}

test('redaction leaves nothing about a planted person, lead or stranger', () => {
  fc.assert(
    fc.property(planted, planted, fc.constantFrom(...withoutDigits), places, (own, stranger, error, at) => {
      const lead = leadOf(own);
      const pieces = [...own.pieces, ...stranger.pieces];
      const text = quoting(error, pieces, at);
      const words = new WordBook();
      const sent = { message: text, code: pieces[at[0] ?? 0] ?? null, field: pieces[at[1] ?? 0] ?? null };
      const [group, row] = [errorGroup(sent, lead, words), redactError(sent, lead, words)];
      const shown = [words.text(text), words.textOf(text, lead), words.value(text), group.fingerprint];
      for (const one of [group.error, row]) shown.push(one.message, one.code ?? '', one.field ?? '');
      const all = shown.join(' … ');
      expect([text, ...tracesOf(all, own), ...tracesOf(all, stranger)]).toEqual([text]);
    }),
    { numRuns: runs(4_000) },
  );
});

test('traces are found in a text that was not redacted', () => {
  fc.assert(
    fc.property(planted, (one) => {
      expect(one.pieces.filter((piece) => tracesOf(piece, one).length > 0).length).toBeGreaterThan(4);
    }),
    { numRuns: 200 },
  );
});

test('harmless errors stay readable', () => {
  const words = new WordBook();
  const { share, hidden } = readable(errors, (text) => words.text(text));
  expect([share >= 0.95, hidden.length < 20]).toEqual([true, true]);
});
