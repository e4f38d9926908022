/**
 * Removes the data of a lead's own person from a text, in any order and spelling. Pure. The returned text is in NFC.
 */
import { cutText } from '../text/cut.ts';
import { latinDigits } from '../text/fold.ts';
import { hidden, withoutPatterns } from './patterns.ts';
import { isNamedInOtherScript, type UnusualWord, unusualWords, withoutOtherScript } from './transliterate.ts';
import type { Person } from './person.ts';

/** A longer text is not a name, and a pattern for each of its words would take long. */
const maxNameChars = 200;
const maxWords = 12;
const number = /\p{Nd}/u;

/**
 * Replaces the person's names, postal addresses and phone number by `•••`, and also every text in the form of a phone
 * number, an e-mail address, an id, a plate or an account. Names are found in any spelling: with other case, accents or
 * Arabic letter forms, in the other script, and with Arabic's joined prefixes (لأحمد, وأحمد).
 */
export function withoutPerson(text: string, lead: Person): string {
  return number.test(text)
    ? withoutNames(withoutPatterns(withoutPhone(text, lead)), lead)
    : withoutNames(plainOf(text), lead);
}

/** Caches results, because texts without numbers repeat. */
const plainTexts = new Map<string, string>();
const spelledTexts = new Map<string, string>();
const mostTexts = 5_000;

function plainOf(text: string): string {
  return plainTexts.get(text) ?? kept(plainTexts, text, withoutPatterns(text));
}

function spelledOf(text: string): string {
  return spelledTexts.get(text) ?? kept(spelledTexts, text, comparable(text).toLowerCase());
}

function kept(texts: Map<string, string>, text: string, made: string): string {
  if (texts.size >= mostTexts) texts.clear();
  texts.set(text, made);
  return made;
}

/** Digits with any signs between them. */
const digitRun = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){4,}/gu;
/** A number with fewer digits than this is not hidden, because a list may show the last four of a phone number. */
const ownDigits = 5;

/** Hides the person's own number even if it is in pieces, as in "050/000/0005". */
function withoutPhone(text: string, { phoneNumber }: Person): string {
  if (phoneNumber === null) return text;
  return text.replace(digitRun, (run) => {
    const digits = latinDigits(run).replace(/\D/g, '');
    const own = latinDigits(cutText(phoneNumber, maxNameChars)).replace(/\D/g, '');
    for (let at = 0; at + ownDigits <= digits.length; at += 1) {
      if (own.includes(digits.slice(at, at + ownDigits))) return hidden;
    }
    return run;
  });
}

/** The parts of a text in which a lead may be named; they do not depend on the lead. */
export interface NamingText {
  /** Null if the text has no number that could be a phone number. */
  readonly numbers: string | null;
  readonly spelled: string;
  readonly unusual: readonly UnusualWord[];
}

/** `told`: the text after `withoutPatterns`. */
export function namingText(text: string, told: string): NamingText {
  const numbers = text.search(digitRun) < 0 ? null : text;
  return { numbers, spelled: spelledOf(told), unusual: unusualWords(told) };
}

/**
 * Whether `withoutPerson` may find this person in the text. If not, `withoutPerson` hides the same parts as for any
 * other lead.
 */
export function mayName({ numbers, spelled, unusual }: NamingText, lead: Person): boolean {
  return (
    (numbers !== null && withoutPhone(numbers, lead) !== numbers) ||
    (hasNameIn(spelled, lead) && namesIn(spelled, lead).length > 0) ||
    isNamedInOtherScript(unusual, lead)
  );
}

/** Removes only names, for texts in which a number is usually a code. */
export function withoutNames(told: string, lead: Person): string {
  // Making a pattern takes long, so it is made only for names that occur in the text.
  const names = namesIn(spelledOf(told), lead);
  return withoutOtherScript(names.length === 0 ? told : withoutEach(told, names), lead);
}

function withoutEach(told: string, names: readonly string[]): string {
  let text = lettersOf(told);
  for (const name of names) {
    const found = [...text.letters.matchAll(wholeWords(name))];
    if (found.length > 0) text = lettersOf(withHidden(text, found));
  }
  return text.original.normalize('NFC');
}

/** A text and its letters in one form, without marks and invisible characters. */
interface Letters {
  /** In NFD. */
  readonly original: string;
  readonly letters: string;
  /** For each code unit of `letters`, its place in `original`. */
  readonly places: readonly number[];
}

function lettersOf(text: string): Letters {
  const original = text.normalize('NFD');
  const places: number[] = [];
  let letters = '';
  for (const { 0: run, index } of original.matchAll(/[^\p{M}\p{Cf}\u0640]+/gu)) {
    letters += run;
    for (let at = 0; at < run.length; at += 1) places.push(index + at);
  }
  return { original, letters: oneForm(letters), places };
}

function withHidden({ original, places }: Letters, found: readonly RegExpExecArray[]): string {
  let told = '';
  let end = 0;
  for (const { 0: name, index } of found) {
    told += `${original.slice(end, places[index])}${hidden}`;
    end = places[index + name.length] ?? original.length;
  }
  return `${told}${original.slice(end)}`;
}

function wholeWords(name: string): RegExp {
  const hasArticle = /^ال\p{L}{2}/u.test(name);
  const rest = (hasArticle ? name.slice(2) : name)
    .split(' ')
    .map((word) => RegExp.escape(word))
    .join('\\s+');
  const joined = hasArticle ? '[وف]?(?:[بك]?ال|لل)' : /^\p{Script=Arabic}/u.test(name) ? '[وف]?[بكل]?' : '';
  return new RegExp(`(?<![\\p{L}\\p{Nd}])${joined}${rest}(?![\\p{L}\\p{Nd}])`, 'giu');
}

/**
 * Returns the names that occur in the text, the longest first. The lead's own name and the company's are removed only
 * as a whole, because their words are not names.
 */
function namesIn(spelled: string, lead: Person): string[] {
  const names: string[] = [];
  for (const name of [lead.contactName, lead.firstName, lead.middleName, lead.lastName, lead.address1, lead.address2])
    if (mayBeIn(spelled, name)) names.push(...partsOf(bare(name)));
  for (const name of [lead.leadName, lead.companyName]) if (mayBeIn(spelled, name)) names.push(bare(name));
  return [...new Set(names)]
    .filter((name) => name.length > 1 && spelled.includes(name.replace(/^ال/, '').toLowerCase()))
    .toSorted((a, b) => b.length - a.length);
}

/** Checks quickly whether a name of the lead may occur in the text. For most leads, none does. */
function hasNameIn(spelled: string, lead: Person): boolean {
  return (
    mayBeIn(spelled, lead.contactName) ||
    mayBeIn(spelled, lead.firstName) ||
    mayBeIn(spelled, lead.middleName) ||
    mayBeIn(spelled, lead.lastName) ||
    mayBeIn(spelled, lead.address1) ||
    mayBeIn(spelled, lead.address2) ||
    mayBeWholeIn(spelled, lead.leadName) ||
    mayBeWholeIn(spelled, lead.companyName)
  );
}

/**
 * Like `mayBeIn`, for a name that is removed only as a whole: "lead" in a text does not mean that the text has "Web
 * lead".
 */
function mayBeWholeIn(spelled: string, name: string | null): boolean {
  if (name === null) return false;
  const isAsWritten = name.length <= maxNameChars && tidy.test(name);
  return isAsWritten ? spelled.includes(name.toLowerCase()) : mayBeIn(spelled, name);
}

const particles: ReadonlySet<string> = new Set(['al', 'el', 'bin', 'ibn', 'bint', 'abu', 'umm']);

/** Returns the whole name, the name written as one word, and its single words except particles. */
function partsOf(name: string): string[] {
  const words = name.split(/[\s\-‐_.]+/).slice(0, maxWords);
  return [name, words.join(''), ...words.filter((word) => !particles.has(word.toLowerCase()))];
}

/**
 * A quick check, because most texts name no one. A text can't contain the name if it has none of the name's words, or
 * if the scripts differ.
 */
function mayBeIn(spelled: string, name: string | null): boolean {
  if (name === null) return false;
  if (!plain.test(name)) return !plainBesideHidden.test(spelled) || latinOrDigit.test(name);
  return hasWordOf(name.toLowerCase(), spelled);
}

/**
 * Whether one of the name's words occurs; it is written as a loop because most of the time is spent here. Particles
 * count only in a name without other words, because "al" is in "invalid".
 */
function hasWordOf(name: string, spelled: string): boolean {
  let hasWord = false;
  for (let from = 0, at = 0; at <= name.length; at += 1) {
    if (at < name.length && !isBetweenWords(name.charCodeAt(at))) continue;
    const word = name.slice(from, at);
    from = at + 1;
    if (word.length < 2 || (word.length <= 4 && particles.has(word))) continue;
    if (spelled.includes(word)) return true;
    hasWord = true;
  }
  return !hasWord && name.split(/[\s\-_.]+/).some((word) => word.length > 1 && spelled.includes(word));
}

/** Whether a printable ASCII character separates words: a space, `-`, `.` or `_`. */
function isBetweenWords(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e || code === 0x5f;
}

/** Printable ASCII with single spaces, which has only one spelling. */
const tidy = /^[!-~]+(?: [!-~]+)*$/;
const plain = /^[\u0020-\u007E]*$/;
/** Like `plain`, but for texts, in which `•` and `…` stand for hidden parts; a name contains neither. */
const plainBesideHidden = /^[\u0020-\u007E•…]*$/;
const latinOrDigit = /[\p{Script=Latin}\p{Nd}]/u;

/** Removes accents, marks and invisible characters, and replaces letters that have several forms by one form. */
function bare(text: string | null): string {
  return comparable(cutText(text ?? '', maxNameChars));
}

function comparable(text: string): string {
  if (tidy.test(text)) return text;
  return oneForm(text.normalize('NFD').replace(/[\p{M}\p{Cf}\u0640]/gu, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Replaces letters one by one, so every letter keeps its place. */
function oneForm(text: string): string {
  return text.replace(/ٱ/g, 'ا').replace(/[ىی]/g, 'ي').replace(/ة/g, 'ه').replace(/ک/g, 'ك');
}
