/**
 * Hides phone numbers, e-mail addresses, ids, plates and bank accounts of people, which it recognises by their form.
 * Pure.
 */
import { foldText } from '../text/fold.ts';
import { isVocabulary, kindOfWord } from './ordinary.ts';

export const hidden = '•••';

const digit = String.raw`[\p{Nd}\p{No}]`;
const edge = String.raw`(?![\p{L}\p{M}\p{Nd}])`;
const start = String.raw`(?<![\p{L}\p{M}\p{Nd}])`;
/** `ascii` finds the same in a text of ASCII, and is compiled in a tenth of the time. */
interface Pattern {
  readonly any: RegExp;
  readonly ascii: RegExp;
}

/** `source` may have Unicode properties (`\p{…}`) only inside character classes. */
function pattern(source: string, flags: string): Pattern {
  const ascii = source
    .replace(/\\p\{Lu\}/g, 'A-Z')
    .replace(/\\p\{L\}/g, 'A-Za-z')
    .replace(/\\p\{Nd\}/g, '0-9')
    .replace(/\\p\{(?:M|No)\}/g, '');
  return { any: new RegExp(source, `${flags}u`), ascii: new RegExp(ascii, flags) };
}

/**
 * Matches six digits or more, with any signs between them: phone numbers, national ids, dates of birth, account
 * numbers.
 */
const longNumber = pattern(String.raw`[+＋(]{0,2}${digit}(?:[^\p{L}\p{Nd}\p{No}\n]{0,6}${digit}){5,}`, 'g');
const inAddress = String.raw`[^\s@＠﹫<>"'(),;:]`;
/**
 * A space after "(at)" belongs to the match. The pattern can match a text in only one way, because otherwise matching a
 * long text would never end.
 */
const at = String.raw`(?:(?:(?<=[)\]}])\s*)?[@＠﹫]|\s*[(\[{]\s*at\s*[)\]}])+(?:(?<=[)\]}])\s+)?`;
/** Like `longNumber`, but for nine digits or more, because a branch's number is shorter. */
const personNumber = new RegExp(String.raw`${digit}(?:[^\p{L}\p{Nd}\p{No}\n]{0,6}${digit}){8,}`, 'u');
const dot = String.raw`(?:\s*[(\[{]\s*dot\s*[)\]}]\s*\p{L}${inAddress}*)*`;
const email = new RegExp(String.raw`(?<!${inAddress})${inAddress}+(?:${at}${inAddress}+${dot})+`, 'giu');
/** Matches "alfa @ example . com". */
const domain = String.raw`[\p{L}\p{Nd}-]+(?:\s{0,2}[.。]\s{0,2}[\p{L}\p{Nd}-]+)+${inAddress}*`;
const spacedEmail = new RegExp(String.raw`(?<!${inAddress})${inAddress}+(?:\s{0,3}[@＠]\s{0,3}${domain})+`, 'gu');
const iban = pattern(
  String.raw`${start}[\p{Lu}Ａ-Ｚ]{2}[ -]?${digit}{2}(?:[ -]?[\p{Lu}\p{Nd}]{4}){2,7}(?:[ -]?[\p{Lu}\p{Nd}]{1,4})?${edge}`,
  'g',
);
/**
 * A plate has three letters and up to four digits. Capitals that Saudi plates have are hidden unless they are a word of
 * the vocabulary, such as a model; other letters are hidden unless they are an ordinary word. Letters with spaces or
 * signs between them are always hidden.
 */
const latin = '[A-Z]';
const arabic = String.raw`[\u0621-\u063A\u0641-\u064A]`;
const saudiLetters = /^[ABJDRSXTEGKLZNHUV]{3}$/;
const gap = String.raw`[\s\-–_.·|]{0,3}`;
const upToFour = String.raw`${digit}(?:${gap}${digit}){0,3}`;
const latinPlates = platesOf(latin);
const allPlates = [...latinPlates, ...platesOf(arabic)];
/** If a text mentions plates, letters that are also a word belong to the plate: "plate HRV 2599". */
const plateWord = pattern(
  String.raw`${start}(?:(?:number ?)?plates?|(?:ال|لل|و|ب)*لوح(?:ة|ه|ات)(?:ها|ه|ي|هم)?|لوحت(?:ها|ه|ي|هم))${edge}`,
  'i',
);
const between = String.raw`[\s\-./,]`;
const digits = `${digit}{2,}`;
/** Matches the rest of a number if another pattern has hidden a part of it. */
const restOfNumber = pattern(
  String.raw`${hidden}(?:${between}{0,3}${digits})+|` +
    String.raw`(?<!${digit}|${digit}{2}${between}{1,3})${digits}(?:${between}{1,3}${digits})*${between}{0,3}${hidden}`,
  'g',
);
const anyDigit = pattern(digit, '');
/** Invisible characters that can split words; joiners between emoji stay. */
const invisible = /[\p{Cf}\u0640]/gu;
const emojiJoiner = /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})/u;

export function withoutPatterns(text: string): string {
  // The patterns for ASCII also work on a text that has `•••` for hidden parts, because `•` is no letter and no digit.
  const isAscii = !/[^\u0020-\u007E]/.test(text);
  const kind = isAscii ? 'ascii' : 'any';
  let told = isAscii ? text : withoutInvisible(text);
  if (/[@＠﹫]|[([{]\s*at\s*[)\]}]/iu.test(told)) told = told.replace(email, hidden).replace(spacedEmail, hidden);
  if (!anyDigit[kind].test(told)) return told;
  told = told.replace(iban[kind], hidden).replace(longNumber[kind], hidden);
  const hide = plateWord[kind].test(told) ? () => hidden : withoutPlate;
  const plates = isAscii ? latinPlates : allPlates;
  return plates.reduce((rest, plate) => rest.replace(plate[kind], hide), told).replace(restOfNumber[kind], hidden);
}

function platesOf(letter: string): readonly Pattern[] {
  const letters = `(${letter}${gap}${letter}${gap}${letter})`;
  return [
    pattern(String.raw`${start}${letters}${gap}${upToFour}${edge}`, 'gi'),
    pattern(String.raw`${start}${upToFour}${gap}${letters}${edge}`, 'gi'),
  ];
}

/**
 * Whether the text contains a phone number, an id, an account or an e-mail address. Such a text is not a value of a
 * vocabulary.
 */
export function identifiesPerson(text: string): boolean {
  const bare = withoutInvisible(text);
  return [email, spacedEmail, iban.any, personNumber].some((pattern) => bare.search(pattern) >= 0);
}

function withoutInvisible(text: string): string {
  if (!emojiJoiner.test(text)) return text.replace(invisible, '');
  return text
    .split(emojiJoiner)
    .map((piece) => piece.replace(invisible, ''))
    .join('\u200D');
}

/** Keeps "RAV 4", "SAR 500" and "row 12", which are not plates. */
function withoutPlate(plate: string, letters: string): string {
  const isJoined = !/[^\p{L}]/u.test(letters);
  const word = foldText(letters);
  if (isJoined && isVocabulary(word)) return plate;
  return isJoined && !saudiLetters.test(letters) && kindOfWord(word) === 'ordinary' ? plate : hidden;
}
