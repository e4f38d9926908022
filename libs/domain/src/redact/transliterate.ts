/**
 * A name in the other script: "Olaya" for العليا. Pure. Both are reduced to their consonants, which is coarse, so only
 * words that are neither ordinary nor part of a hidden text are compared.
 */
import { cutText } from '../text/cut.ts';
import { foldText } from '../text/fold.ts';
import { kindOfWord } from './ordinary.ts';
import { hidden } from './patterns.ts';
import type { Person } from './person.ts';

const arabicWord = /[\u0621-\u064A]{2,}/g;
const latinWord = /[a-z]{2,}/gi;
const hasArabic = /[\u0621-\u064A]/;
const hasLatin = /[a-z]/i;
/** Nothing in it folds to an Arabic letter. */
const european = /^[\u0020-\u024F]*$/;
const maxName = 60;
const shortest = 2;

/** Each Arabic consonant; vowels and the article stand for nothing. */
const ofArabic: ReadonlyMap<string, string> = new Map(
  'بb تt طt ثt جj حh هh خk كk قk دd ذd ضd ظd رr زz سs صs شx غg فf لl مm نn'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const pairs: readonly (readonly [RegExp, string])[] = [
  [/sh|ch/g, 'x'],
  [/kh|q|c(?!h)|ck/g, 'k'],
  [/gh/g, 'g'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/ph|v/g, 'f'],
  [/p/g, 'b'],
];

/** Hides words that are the lead's first, middle, last or contact name in the other script. */
export function withoutOtherScript(text: string, lead: Person): string {
  const arabic = hasArabic.test(text);
  const latin = hasLatin.test(text);
  if (!arabic && !latin) return text;
  const unusual = [...(arabic ? unusualIn(text, arabicWord) : []), ...(latin ? unusualIn(text, latinWord) : [])];
  if (unusual.length === 0) return text;
  // A name in the script of all these words is not written in the other one.
  const isLatinAlone = unusual.every(({ isArabic }) => !isArabic);
  const names = [lead.firstName, lead.middleName, lead.lastName, lead.contactName]
    .filter((name) => name !== null && !(isLatinAlone && european.test(name)))
    .flatMap(skeletonsOf);
  if (names.length === 0) return text;
  const own = unusual.filter((word) =>
    names.some((name) => name.isArabic !== word.isArabic && name.bones === word.bones),
  );
  return own.reduce((rest, { word }) => rest.replaceAll(word, hidden), text);
}

interface Word extends Skeleton {
  readonly word: string;
}

/** Texts repeat, so the words of each are looked up once. */
const remembered = new Map<string, readonly Word[]>();
const mostRemembered = 5_000;

function unusualIn(text: string, pattern: RegExp): readonly Word[] {
  const key = `${pattern === latinWord ? 'l' : 'a'}${text}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const words = [...text.matchAll(pattern)]
    .map(([word]) => ({ word, bones: bonesOf(word), isArabic: hasArabic.test(word) }))
    .filter(({ word, bones }) => kindOfWord(foldText(word)) === 'unknown' && bones.length >= shortest);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, words);
  return words;
}

interface Skeleton {
  readonly bones: string;
  readonly isArabic: boolean;
}

function skeletonsOf(name: string | null): Skeleton[] {
  if (name === null) return [];
  return foldText(cutText(name, maxName))
    .split(/[^\p{L}]+/u)
    .map((word) => ({ bones: bonesOf(word), isArabic: hasArabic.test(word) }))
    .filter(({ bones }) => bones.length >= shortest);
}

export function isArabicWord(word: string): boolean {
  return hasArabic.test(word);
}

/** The consonants, in one notation for both scripts; without the article and vowels. */
export function bonesOf(word: string): string {
  const folded = foldText(word);
  return hasArabic.test(folded) ? bonesOfArabic(folded) : bonesOfLatin(folded);
}

const articles = /^(?:[وفبكل]?ال|لل)(?=..)/;

function bonesOfArabic(folded: string): string {
  const bare = folded.replace(articles, '');
  const end = bare.endsWith('ه') ? bare.length - 1 : bare.length;
  let bones = '';
  let last = '';
  for (let at = 0; at < end; at += 1) {
    const bone = ofArabic.get(bare.charAt(at)) ?? '';
    if (bone === '' || bone === last) continue;
    bones += bone;
    last = bone;
  }
  return bones;
}

function bonesOfLatin(folded: string): string {
  return pairs
    .reduce(
      (rest, [from, to]) => rest.replace(from, to),
      folded.replace(/^(?:al|el)[-\s]?(?=[^aeiou].)/, '').replace(/h$/, ''),
    )
    .replace(/[^bdfghjklmnrstxz]/g, '')
    .replace(/(.)\1+/g, '$1');
}
