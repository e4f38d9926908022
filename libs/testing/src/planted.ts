/**
 * Invented people with names in the spellings that people and systems use, and a search for traces of them. For tests
 * and benches. Their names are words of no language.
 */
import * as fc from 'fast-check';

export interface Planted {
  readonly first: string;
  readonly last: string;
  readonly phone: string;
  readonly email: string;
  /** Texts with which an error may quote the person. */
  readonly pieces: readonly string[];
  /** Texts that must not remain anywhere, folded by `bareOf`. */
  readonly traces: readonly string[];
}

const names: readonly (readonly [string, string])[] = [
  ['Zarqush', 'زرقوش'],
  ['Mithqalun', 'مثقالون'],
  ['Drumovix', 'درموفكس'],
  ['Qasrinda', 'قصرندا'],
  ['Fulanovet', 'فلانوفت'],
  ['Tajribust', 'تجربست'],
  ['Hamzavolk', 'همزفولك'],
  ['Wardgruma', 'وردقروما'],
];
const digitSets = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９', '०१२३४५६७८९'];
const gaps = ['', '', ' ', '-', '.', ' - ', '\u200B', '\u200F', '\u00A0', '/', '\u2060'];
const plateLetters = { latin: 'ABJDRSXTEGKLZNHUV'.split(''), arabic: 'ابحدرسصطعقكلمنهوى'.split('') };

const seed = fc.infiniteStream(fc.nat({ max: 0xffff })).map((stream) => {
  const iterator = stream[Symbol.iterator]();
  return (below: number): number => Number(iterator.next().value ?? 0) % below;
});

export const planted: fc.Arbitrary<Planted> = seed.map((pick) => plantedWith(pick));

/** The invented names that a person may have. */
export interface PlantedNames {
  readonly first?: readonly number[];
  readonly last?: readonly number[];
}

/** `pick(n)` returns a number from 0 to n - 1. */
export function plantedWith(pick: (below: number) => number, from: PlantedNames = {}): Planted {
  const one = <T>(of: readonly T[]): T => of[pick(of.length)] as T;
  const nameOf = (some: readonly number[] = names.map((_, n) => n)) => names[one(some)] ?? ['', ''];
  const spelled = (digits: string): string => {
    const set = one(digitSets).split('');
    return digits.replace(/\d/g, (digit) => set[Number(digit)] ?? digit);
  };
  const split = (text: string): string => {
    const size = 1 + pick(5);
    return (text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []).join(one(gaps));
  };
  const digitsOf = (length: number): string => Array.from({ length }, () => String(pick(10))).join('');
  const written = (name: string): string =>
    one([(text) => text, (text) => text.toUpperCase(), (text) => text.toLowerCase(), hyphened, zeroWidth, marked])(
      name,
    );

  const [first, last] = [nameOf(from.first), nameOf(from.last)];
  const script = pick(2);
  const phone = `05${digitsOf(8)}`;
  const id = `${1 + pick(2)}${digitsOf(9)}`;
  const iban = `SA${digitsOf(22)}`;
  const letters = [1, 2, 3].map(() => one(script === 0 ? plateLetters.latin : plateLetters.arabic));
  const email = `${(first[0] ?? '').toLowerCase()}.${(last[0] ?? '').toLowerCase()}@example.com`;
  const plate = digitsOf(4);
  return {
    first: first[script] ?? '',
    last: last[script] ?? '',
    phone,
    email,
    pieces: [
      `${written(first[pick(2)] ?? '')} ${written(last[pick(2)] ?? '')}`,
      `${written(last[script] ?? '')}, ${written(first[script] ?? '')}`,
      split(spelled(one([phone, phone.replace('05', '+9665'), phone.replace('05', '009665')]))),
      split(spelled(id)),
      `${letters.join(one(['', ' ', '-']))} ${spelled(plate)}`,
      one(['SA', 'sa']).toUpperCase() + split(spelled(iban.slice(2))),
      one([email, email.replace('@', ' @ '), email.replace('@', '＠'), email.replace('@', '(at)')]),
    ],
    traces: [...first, ...last].map(bareOf).concat(phone.slice(1), id, iban.slice(2), email.split('@')[0] ?? ''),
  };
}

function hyphened(name: string): string {
  return `${name.slice(0, 4)}-${name.slice(4)}`;
}

function zeroWidth(name: string): string {
  return name.split('').join('\u200B');
}

/** Adds an accent to a Latin name, and a vowel sign and a stretched letter to an Arabic one. */
function marked(name: string): string {
  return /[a-z]/i.test(name)
    ? `${name.slice(0, 3)}\u0301${name.slice(3)}`
    : `${name.slice(0, 2)}\u064E\u0640${name.slice(2)}`;
}

/** Returns the letters and digits in one spelling, without the signs that may separate them in a name or a number. */
function bareOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Nd}--[0-9]]/gv, latinDigit)
    .replace(/(?<=\d)[^\p{L}\d…•]+(?=\d)/gu, '')
    .replace(/[^\p{L}\d\s…•]/gu, '')
    .toLowerCase();
}

function latinDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0;
  const code = zero;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/**
 * Returns the person's traces that remain in the text: half a name, or `digits` consecutive digits of a number. Pass
 * more digits for a long text, because other numbers in it may share five digits with the person's.
 */
export function tracesOf(
  text: string,
  { traces }: Pick<Planted, 'traces'>,
  digits: number = longestMask + 1,
): string[] {
  const bare = bareOf(text);
  return traces.flatMap((trace) => partsOf(bareOf(trace), digits)).filter((part) => bare.includes(part));
}

const longestMask = 4;

function partsOf(trace: string, digits: number): string[] {
  const size = /^\d+$/.test(trace) ? digits : Math.min(5, trace.length);
  return Array.from({ length: trace.length - size + 1 }, (_, from) => trace.slice(from, from + size));
}
