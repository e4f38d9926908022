/** Reads the names of people from fields that may also have titles, numbers and remarks. Pure. */
import { foldText } from '../text/fold.ts';
import { isNothing, nothingWords } from './nothing.ts';

const latinTitles = 'mr|mrs|ms|miss|dr|prof|eng|sheikha?|capt';
/** The titles in one spelling; see `spelled`. */
const arabicTitles = 'السيده?|الاستاذه?|الدكتوره?|المهندسه?|الشيخه?';
const titleEnd = String.raw`\s*[./]+(?![./])\s*`;
/** Matches a title only before another word. */
const title = new RegExp(
  String.raw`\s*(?:(?:${latinTitles}|${arabicTitles})(?:${titleEnd}|\s+)|[ادم]${titleEnd})(?=\S*?\p{L})`,
  'iuy',
);
/** A first name that is only one of these titles is a placeholder. */
const loneTitle = /^(?:mr|mrs|ms|dr|prof|eng)\s*[./]*$/i;
const joins = /(?<=\p{L})[._,،;؛/|\\]+(?=\p{L})|(?<!^(?:al|el|abdul?|abdel|abd|abu|umm|um|bin|ibn))[-‐]+/iu;
/**
 * A match begins only where a word or a space begins, because otherwise a long text would be read once for each of its
 * letters.
 */
const address = /(?:(?<![^\s@<>()])[^\s@<>()]+)?(?:(?<!\s)\s+)?[@＠]\s*[^\s@<>()]*/gu;
/** Names of people that are also words for "nothing"; a name is written with one capital letter. */
const alsoNames = /^(?:Null|Nan|Nil|Na|Blank)$/;

/**
 * Returns the words of a name without titles, with any separators: "Sara.Almithali" and "Sara-Almithali" are two words,
 * "Al-Mithali" and "Abdul-Rahman" are one.
 */
export function nameWords(name: string | null): string[] {
  const shown = shownName(name);
  if (shown === '' || loneTitle.test(shown)) return [];
  return spacedWords(withoutTitles(withoutRemarks(shown)))
    .flatMap((word) => word.split(joins))
    .map((word) => word.replace(/\p{Nd}+/gu, ''))
    .filter((word) => /[\p{L}\p{Extended_Pictographic}]/u.test(word));
}

/** Returns a name as the opened lead shows it, on one line; '' if it is blank or means "nothing". */
export function shownName(name: string | null): string {
  const tidy = (name ?? '')
    .replace(/[\s\u200B]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u00AD\u2060\uFEFF]/gu, '')
    .replace(/[\p{Cf}--[\u200C\u200D]]/gv, ' ')
    .trim();
  return saysNothing(tidy) ? '' : tidy;
}

/** A longer text is not just a phrase for "nothing". */
const longestNothing = 200;

function saysNothing(name: string): boolean {
  if (alsoNames.test(name) || name.length > longestNothing) return false;
  return isNothing(name) || /^\[[^\]]*\b(?:no|not|none|without|missing|unknown)\b[^\]]*\]$/i.test(name);
}

/** Returns the words of a company's name, without digits that could be a phone number. */
export function companyWords(name: string | null): string[] {
  const shown = shownName(name).replaceAll('\u0640', '').replace(address, ' ');
  const isNumber = shown.replace(/\P{Nd}/gu, '').length > mostDigits;
  return spacedWords(isNumber ? shown.replace(/\p{Nd}+/gu, ' ') : shown).filter((word) =>
    /[\p{L}\p{N}\p{S}&]/u.test(word),
  );
}

/** A list may show this many digits of a phone number. */
const mostDigits = 4;

/** Removes addresses, numbers and tatweel. Also removes text in brackets, unless there is no other text. */
function withoutRemarks(name: string): string {
  const bare = name.replaceAll('\u0640', '').replace(address, ' ');
  const outside = bare.replace(/\([^()]*\)|\[[^[\]]*\]/gu, ' ');
  return /\p{L}/u.test(outside) ? outside : bare.replace(/[()[\]]/g, ' ');
}

function withoutTitles(name: string): string {
  const read = spelled(name);
  let end = 0;
  for (;;) {
    title.lastIndex = end;
    if (!title.test(read)) return name.slice(end).trim();
    end = title.lastIndex;
  }
}

/**
 * Replaces letters that have several forms by one form; the length stays the same, so a position in the result is also
 * a position in the text.
 */
function spelled(text: string): string {
  return text.replace(/[أإآ]/g, 'ا').replace(/ة/g, 'ه');
}

function spacedWords(name: string): string[] {
  return name.split(/\s+/).filter((word) => word !== '');
}

/** Returns one spelling of the first and last name, or of the contact's, for comparing; null if there is no name. */
export function foldedName(first: string | null, last: string | null, contact: string | null): string | null {
  const own = [...nameWords(first), ...nameWords(last)];
  const words = own.length > 0 ? own : nameWords(contact);
  return words.length === 0 ? null : foldText(words.join(' '));
}

const plainName =
  /^(?:[a-z]{1,40}|[\u0621-\u063A\u0641-\u064A]{1,40})(?: (?:[a-z]{1,40}|[\u0621-\u063A\u0641-\u064A]{1,40})){0,4}$/i;
const notPlain: ReadonlySet<string> = new Set([
  ...[...nothingWords].flatMap((phrase) => phrase.split(' ')),
  ...'no, not, without, has'.split(', '),
  ...latinTitles.replace('sheikha?', 'sheikh|sheikha').split('|'),
  ...arabicTitles.split('|').flatMap((word) => [word.replace('ه?', ''), word.replace('?', '')]),
]);

/** Whether these words are a name and nothing else. */
export function isPlainName(name: string): boolean {
  if (!plainName.test(name)) return false;
  return name.includes(' ')
    ? foldPlainName(name)
        .split(' ')
        .every((word) => !notPlain.has(word))
    : !notPlain.has(foldPlainName(name));
}

const letterForms: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه' };

/** For a plain name, returns the same as `foldText`. */
export function foldPlainName(name: string): string {
  return name.toLowerCase().replace(/[أإآىئؤة]/g, (letter) => letterForms[letter] ?? letter);
}
