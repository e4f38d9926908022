/**
 * Splits a line in a person's own words into its meanings: periods, commands, filter values, and the words around them.
 * Pure. "hot kia leads of this week, please" is a priority, a brand and a period.
 */
import { foldWord, periodKind } from '@leadbell/domain';
import type { ParseContext } from '../queries/query.ts';
import type { Command } from './command.ts';
import { andWords, fillers, greetings, leadsWords, longestPhrase, notWords, orWords } from './plain-words.ts';
import { type Meaning, meaningsOf } from './value-words.ts';

export type Piece =
  | {
      readonly kind: 'period' | 'wrong-period' | 'leads' | 'filler' | 'greeting' | 'not' | 'and' | 'or';
      readonly text: string;
    }
  | { readonly kind: 'command'; readonly text: string; readonly command: Command }
  | { readonly kind: 'value'; readonly text: string; readonly meanings: readonly Meaning[] }
  /** Consecutive words without a known meaning. */
  | { readonly kind: 'unknown'; readonly text: string };

/** A period or a value has at most this many words. */
const longest = 7;

/** `findCommand` finds only commands whose words may be in any order. */
export function piecesOf(
  words: readonly string[],
  context: ParseContext,
  findCommand: (word: string) => Command | undefined,
): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length;) {
    const { piece, length } = pieceAt(words, at, context, findCommand);
    const last = pieces.at(-1);
    if (piece.kind === 'unknown' && last?.kind === 'unknown')
      pieces[pieces.length - 1] = { kind: 'unknown', text: `${last.text} ${piece.text}` };
    else pieces.push(piece);
    at += length;
  }
  return pieces;
}

function pieceAt(
  words: readonly string[],
  at: number,
  context: ParseContext,
  findCommand: (word: string) => Command | undefined,
): { readonly piece: Piece; readonly length: number } {
  for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
    const text = words.slice(at, at + length).join(' ');
    const piece = pieceOf(text, length, context, findCommand);
    if (piece !== null) return { piece, length };
  }
  return { piece: { kind: 'unknown', text: words[at] ?? '' }, length: 1 };
}

function pieceOf(
  text: string,
  length: number,
  context: ParseContext,
  findCommand: (word: string) => Command | undefined,
): Piece | null {
  const command = length === 1 ? findCommand(text) : undefined;
  const period = readPeriod(text, context);
  // "today" is both a command and a period; beside other words it means the period.
  if (period !== null) return { kind: period, text };
  if (command !== undefined) return { kind: 'command', text, command };
  const plain = length > longestPhrase ? null : plainKind(foldWord(text));
  if (plain === 'leads' || plain === 'not' || plain === 'and' || plain === 'or') return { kind: plain, text };
  const meanings = context.vocabulary === undefined ? [] : meaningsOf(text, context.vocabulary);
  const isWhole = plain === null || meanings.some((one) => 'values' in one && one.values[0] !== text);
  if (meanings.length > 0 && isWhole) return { kind: 'value', text, meanings };
  return plain === null ? null : { kind: plain, text };
}

/** Null if the text is not a period; a number alone is not one. */
function readPeriod(text: string, context: ParseContext): 'period' | 'wrong-period' | null {
  const kind = periodKind(text, context);
  if (kind === null || kind === 'period') return kind;
  return /^\d{1,3}$/.test(text) ? null : 'wrong-period';
}

function plainKind(folded: string): 'leads' | 'filler' | 'greeting' | 'not' | 'and' | 'or' | null {
  if (leadsWords.has(folded)) return 'leads';
  if (notWords.has(folded)) return 'not';
  if (andWords.has(folded)) return 'and';
  if (orWords.has(folded)) return 'or';
  if (greetings.has(folded)) return 'greeting';
  return fillers.has(folded) ? 'filler' : null;
}
