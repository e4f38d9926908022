/**
 * Rewrites a line in other forms with the same meaning: without signs, with joined values, or with the command first.
 * Pure.
 */
import { foldWord, identifiesPerson, latinDigits, parsePeriod, periodKind, soughtOf } from '@leadbell/domain';
import type { ParseContext } from '../queries/query.ts';
import type { Command, Parsed } from './command.ts';
import { andWords, orWords, politeWords } from './plain-words.ts';
import type { Scanned } from './scan.ts';

export interface LineReaders {
  readonly find: (word: string) => Command | undefined;
  readonly parse: (scanned: Scanned) => Parsed;
  /** Finds the command with the nearest name, among commands whose words may be in any order. */
  readonly nearestFree: (word: string) => Command | null;
}

/** The other forms of a line, beginning with the one that changes least. */
export function otherForms(scanned: Scanned, context: ParseContext, readers: LineReaders): readonly Scanned[] {
  const bare = withoutSigns(scanned);
  const joined = withJoined(bare, context, readers);
  const polite = withoutPolite(joined);
  return [bare, joined, polite, sought(polite, context, readers), ...commandFirst(polite, readers)].filter(
    (one, index, all) => one !== null && all.indexOf(one) === index,
  ) as readonly Scanned[];
}

/** Removes signs after words, as in `lead 2002.` or `today;`. */
export function withoutSigns(scanned: Scanned): Scanned {
  return changedWords(scanned, (word) => {
    const bare = word.replace(/^[*_~`'’([]+|[*_~`'’)\].,;:!?،؛؟…]+$/gu, '');
    return bare === '' ? null : bare;
  });
}

/** Leaves out polite words around a command, as in "please lead 2002". */
function withoutPolite(scanned: Scanned): Scanned {
  const bare = changedWords(scanned, (word) => (politeWords.has(foldWord(word)) ? null : word));
  return bare.words.length === 0 ? scanned : bare;
}

/** `change` returns null to leave a word out. */
function changedWords(scanned: Scanned, change: (word: string) => string | null): Scanned {
  const words: string[] = [];
  const after = new Map<number, Scanned['after'] extends ReadonlyMap<number, infer One> ? One : never>();
  let isChanged = false;
  for (const [index, word] of scanned.words.entries()) {
    const before = scanned.after.get(index);
    if (before !== undefined) after.set(words.length, before);
    const now = change(word);
    isChanged ||= now !== word;
    if (now !== null) words.push(now);
  }
  const end = scanned.after.get(scanned.words.length);
  if (end !== undefined) after.set(words.length, end);
  return isChanged ? { ...scanned, words, after } : scanned;
}

/** In `brand:KIA, MG` and `brand:KIA or MG`, makes the second word another value of the filter. */
export function withJoined(scanned: Scanned, context: ParseContext, { find }: LineReaders): Scanned {
  let { filters } = scanned;
  const gone = new Set<number>();
  for (const [index, { name, hasComma }] of scanned.after) {
    const filter = filters[name];
    if (typeof filter !== 'object') continue;
    const values: string[] = [];
    let at = index;
    for (let isJoined = hasComma; at < scanned.words.length; at += 1) {
      const word = scanned.words[at] ?? '';
      const isLink = andWords.has(foldWord(word)) || orWords.has(foldWord(word));
      if (isLink) isJoined = true;
      else if (
        !isJoined ||
        find(word) !== undefined ||
        periodKind(word, context) === 'period' ||
        identifiesPerson(word)
      )
        break;
      else {
        values.push(word.replace(/[,،;]$/, ''));
        isJoined = /[,،;]$/.test(word);
      }
    }
    if (values.length === 0) continue;
    filters = { ...filters, [name]: { ...filter, alternatives: [...filter.alternatives, ...values] } };
    for (let used = index; used < at; used += 1) gone.add(used);
  }
  if (gone.size === 0) return scanned;
  let kept = -1;
  const words = changedWords(scanned, (word) => (gone.has((kept += 1)) ? null : word));
  return { ...words, filters };
}

/** Turns a line with only a number, phone number or address, and perhaps a period such as `today`, into a search. */
function sought(scanned: Scanned, context: ParseContext, { find }: LineReaders): Scanned | null {
  const { words } = scanned;
  if (find(context.messages.typed.find) === undefined || scanned.share) return null;
  const end = words.findIndex((word) => !isOfNumber(word));
  const whom = words[0]?.includes('@') === true ? words.slice(0, 1) : words.slice(0, end === -1 ? words.length : end);
  const rest = words.slice(whom.length).join(' ');
  if (rest !== '' && periodKind(rest, context) !== 'period') return null;
  return isSought(whom.join(' '), context)
    ? { ...scanned, words: [context.messages.typed.find, ...words], after: noWords }
    : null;
}

const noWords: Scanned['after'] = new Map();

function isOfNumber(word: string): boolean {
  return /^[#+(]?\d[\d()./-]*$/.test(latinDigits(word));
}

/**
 * Whether the text can be searched for. A text that looks like a date can't, not even if no such date exists. One or two
 * digits can't either, because they may be a day.
 */
function isSought(whom: string, context: ParseContext): boolean {
  const text = latinDigits(whom);
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return true;
  if (/^(?:#|\+|0)/.test(text) && text.replace(/\D/g, '').length > 2 && !/[./-]/.test(text)) return true;
  const parsed = parsePeriod(text, context);
  if (parsed.ok || text.replace(/\D/g, '').length < 3) return false;
  return parsed.error.nearestSpec === undefined && soughtOf(text) !== null;
}

/** Moves a command to the beginning of the line, as in "today errors" or "yesterday lead 2002". */
function commandFirst(scanned: Scanned, { find }: LineReaders): readonly Scanned[] {
  const { words } = scanned;
  return words.flatMap((word, index) => {
    const command = index === 0 ? undefined : find(word);
    const isNumbered = /^#?\p{Nd}+$/u.test(words[index + 1] ?? '') && command?.does === 'reads';
    if (command === undefined || (command.takesFreeWords !== true && !isNumbered)) return [];
    if (isNumbered)
      return [{ ...scanned, words: [...words.slice(index, index + 2), ...words.toSpliced(index, 2)], after: noWords }];
    return [{ ...scanned, words: [word, ...words.toSpliced(index, 1)], after: noWords }];
  });
}
