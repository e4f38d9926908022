/**
 * Words that identify no one: ordinary English and Arabic words, and names of cars and places. Pure. The lists are data
 * files beside this one (`words/`). People's names were removed from these lists, and are in a list of their own.
 */
import { foldText } from '../text/fold.ts';
import arabic from './words/arabic.json' with { type: 'json' };
import english from './words/english.json' with { type: 'json' };
import names from './words/names.json' with { type: 'json' };
import vocabulary from './words/vocabulary.json' with { type: 'json' };

/**
 * `weak`: an ordinary word that is also a name; it is shown only if it is not capitalised and no word beside it is
 * hidden.
 */
export type WordKind = 'ordinary' | 'weak' | 'name' | 'unknown';

/** The lists are made when the first word is looked up, because a process that starts or is idle does not need them. */
const lists = {
  arabic: once(() => wordsOf(arabic)),
  vocabulary: once(() => wordsOf(vocabulary)),
  names: once(() => wordsOf(names)),
};
const weak: ReadonlySet<string> = new Set(
  [
    ...'will may mark bill van grant white green west little hand hope summer king golden'.split(' '),
    ...'الجمعة أسماء يزيد كامل راتب رمضان صالح فريد سليم'.split(' '),
  ].map(foldText),
);
/**
 * After one of these words, a weak word is not a name: "غير صالح" means "invalid" and "يوم الجمعة" is a day, while
 * "صالح" alone is a name.
 */
const revealing: ReadonlySet<string> = new Set(['غير', 'ليس', 'ليست', 'يوم'].map(foldText));

function once(make: () => ReadonlySet<string>): () => ReadonlySet<string> {
  let made: ReadonlySet<string> | undefined;
  return () => (made ??= make());
}

function wordsOf({ words }: { readonly words: readonly string[] }): ReadonlySet<string> {
  return new Set(words.flatMap((line) => line.split(' ')));
}

function isOrdinary(word: string): boolean {
  return lists.arabic().has(word) || lists.vocabulary().has(word) || isEnglish(word);
}

/** Searches the sorted lines of the file, because a set of its forty thousand words takes long to make. */
function isEnglish(word: string): boolean {
  const lines = english.words;
  const last = `${word} \uFFFF`;
  let [from, to] = [0, lines.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((lines[middle] ?? '') <= last) from = middle;
    else to = middle;
  }
  return !word.includes(' ') && ` ${lines[from] ?? ''} `.includes(` ${word} `);
}

/** `word`: only letters, folded with `foldText`. `before`: the word before it, folded. */
export function kindOfWord(word: string, before = ''): WordKind {
  if (weak.has(word)) return revealing.has(before) ? 'ordinary' : 'weak';
  if (lists.vocabulary().has(word)) return 'ordinary';
  if (isName(word)) return 'name';
  if (isOrdinary(word)) return 'ordinary';
  return isArabic.test(word) && isInflected(word) ? 'ordinary' : 'unknown';
}

/** Whether the word is a given name or family name, with or without the Arabic article. */
function isName(word: string): boolean {
  return lists.names().has(word) || (word.startsWith('ال') && lists.names().has(word.slice(2)));
}

/** Whether the word is a brand, model, place or channel that Leadbell's lists have. */
export function isVocabulary(word: string): boolean {
  return lists.vocabulary().has(word);
}

const isArabic = /^[\u0621-\u064A]+$/;
const prefixes = ['', 'ال', 'وال', 'بال', 'فال', 'كال', 'لل', 'ولل', 'و', 'ب', 'ل', 'ف', 'س'];
const suffixes = [
  '',
  'ه',
  'ات',
  'ين',
  'ون',
  'ان',
  'ها',
  'هم',
  'نا',
  'ك',
  'كم',
  'ته',
  'تها',
  'تك',
  'تكم',
  'تنا',
  'اته',
  'اتها',
  'ا',
];
const shortestStem = 3;

/** Whether the word is an ordinary word with the article, a joined preposition, or an ending. */
function isInflected(word: string): boolean {
  for (const prefix of prefixes) {
    if (!word.startsWith(prefix)) continue;
    const rest = word.slice(prefix.length);
    for (const suffix of suffixes) {
      if (!rest.endsWith(suffix) || rest.length - suffix.length < shortestStem) continue;
      const stem = rest.slice(0, rest.length - suffix.length);
      if (isStem(stem) || (suffix.startsWith('ت') && isStem(`${stem}ه`))) return !isName(rest);
    }
  }
  return false;
}

function isStem(stem: string): boolean {
  return lists.arabic().has(stem) || lists.vocabulary().has(stem);
}
