/**
 * Finds a name that is written in the other script: "Olaya" for العليا. Pure. The name and the word are compared by
 * their consonants. This is inexact, so it is done only for words that are neither ordinary nor hidden.
 */
import { cutText } from '../text/cut.ts';
import { foldText } from '../text/fold.ts';
import { kindOfWord } from './ordinary.ts';
import { hidden } from './patterns.ts';
import type { Person } from './person.ts';

const arabicWord = /[\u0621-\u064A]{2,}/g;
const latinWord = /[a-z]{2,}/gi;
const hasArabic = /[\u0621-\u064A]/;
/** Matches texts in which nothing is folded to an Arabic letter. */
const european = /^[\u0020-\u024F]*$/;
const maxName = 60;
const shortest = 2;

/** The Latin letters that stand for each Arabic consonant; vowels and the article have none. */
const ofArabic: ReadonlyMap<string, string> = new Map(
  'بb تt طt ثt جj حh هh خk كk قk دd ذd ضd ظd رr زz سs صs شx غg فf لl مm نn'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const lettersOf: ReadonlyMap<string, RegExp> = new Map(
  [...new Set(ofArabic.values())].map((bone) => [
    bone,
    new RegExp(`[${[...ofArabic].flatMap(([letter, its]) => (its === bone ? letter : [])).join('')}]`),
  ]),
);
/** Matches Arabic texts in which folding changes no consonant. */
const arabicAlone = /^[\u0600-\u06FF ]*$/;
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
  const unusual = unusualWords(text);
  const names = namesFor(unusual, lead);
  if (names.length === 0) return text;
  return unusual
    .filter((word) => names.some((name) => isSame(name, word)))
    .reduce((rest, { word }) => rest.replaceAll(word, hidden), text);
}

export function isNamedInOtherScript(unusual: readonly UnusualWord[], lead: Person): boolean {
  const names = namesFor(unusual, lead);
  return names.length > 0 && unusual.some((word) => names.some((name) => isSame(name, word)));
}

function isSame(name: Skeleton, word: UnusualWord): boolean {
  return name.isArabic !== word.isArabic && name.bones === word.bones;
}

/** Returns each name of the lead that may be one of the words, written in the other script. */
function namesFor(unusual: readonly UnusualWord[], lead: Person): readonly Skeleton[] {
  if (unusual.length === 0) return none;
  const names: Skeleton[] = [];
  for (const name of [lead.firstName, lead.middleName, lead.lastName, lead.contactName])
    if (name !== null && mayBeAny(name, unusual)) names.push(...skeletonsOf(name));
  return names;
}

/** A quick check. Returns true in case of doubt. */
function mayBeAny(name: string, unusual: readonly UnusualWord[]): boolean {
  const isArabic = arabicAlone.test(name);
  // A name in the same script as the word needs no comparison here.
  const isEuropean = !isArabic && european.test(name);
  for (const word of unusual) {
    if (word.isArabic) return true;
    if (isArabic ? word.letters.every((letter) => letter.test(name)) : !isEuropean) return true;
  }
  return false;
}

/** A word that is neither ordinary nor hidden. */
export interface UnusualWord extends Skeleton {
  readonly word: string;
  /** For each consonant of the word, the Arabic letters that may stand for it. */
  readonly letters: readonly RegExp[];
}

/** Caches the words of each text, because texts repeat. */
const remembered = new Map<string, readonly UnusualWord[]>();
const mostRemembered = 5_000;
const none: readonly never[] = Object.freeze([]);

export function unusualWords(text: string): readonly UnusualWord[] {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const words = [...text.matchAll(arabicWord), ...text.matchAll(latinWord)]
    .map(([word]) => ({ word, bones: bonesOf(word), isArabic: hasArabic.test(word) }))
    .filter(({ word, bones }) => kindOfWord(foldText(word)) === 'unknown' && bones.length >= shortest)
    .map((word) => ({ ...word, letters: word.bones.split('').flatMap((bone) => lettersOf.get(bone) ?? []) }));
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, words);
  return words;
}

interface Skeleton {
  readonly bones: string;
  readonly isArabic: boolean;
}

function skeletonsOf(name: string): Skeleton[] {
  return foldText(cutText(name, maxName))
    .split(/[^\p{L}]+/u)
    .map((word) => ({ bones: bonesOf(word), isArabic: hasArabic.test(word) }))
    .filter(({ bones }) => bones.length >= shortest);
}

export function isArabicWord(word: string): boolean {
  return hasArabic.test(word);
}

/** Returns the consonants of a word, written in the same way for both scripts, without vowels and the article. */
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
