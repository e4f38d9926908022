/**
 * The text after `/leads`, taken apart: filters and flags out, the other words left in their order. Pure.
 * Takes what keyboards and Slack make of it: curly and Arabic quotes, an em-dash for `--`, bidi marks, Arabic-Indic digits, `&amp;`.
 */
import { foldText, latinDigits, readAlternatives, writeAlternatives } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';
import type { Complaint, Filters } from '../queries/ask.ts';
import { filterNames, isShareFlag, statusNames } from './filter-words.ts';

import { maxFilterChars, maxFiltersChars, maxTextChars } from '../queries/limits.ts';
import { nearest } from './nearest.ts';

export interface Scanned {
  readonly words: readonly string[];
  readonly filters: Filters;
  readonly share: boolean;
  /** Words of an error, `error:"…"`: not a filter of leads, see `takesError` of a command. */
  readonly error?: string;
}

export type Scan =
  | { readonly ok: true; readonly scanned: Scanned }
  | { readonly ok: false; readonly complaint: Complaint };

const invisible = /[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g;
const quotes = '"“”„‟«»＂';
const singles = "'‘’‚";
const token = new RegExp(
  [
    // key:"value" or key:value, also with a space after the colon unless another key follows
    '(?<not>[-–—!])?(?<key>[\\p{L}\\p{M}][\\p{L}\\p{M}_-]*)\\s?[:：=](?:\\s+(?![\\p{L}\\p{M}_-]+\\s?[:：=])|)' +
      `(?:[${quotes}](?<double>[^${quotes}]*)(?<close>[${quotes}])?|[${singles}](?<single>[^${singles}]*)[${singles}](?=\\s|$)|(?<bare>!?[^\\s${quotes}]*))`,
    `[${quotes}](?<words>[^${quotes}]*)[${quotes}]?`,
    `(?<word>[^\\s${quotes}]+)`,
  ].join('|'),
  'gu',
);

/** Before a filter. */
const orWords = new Set(['or', 'أو', 'او'].map(foldText));
const notWords = new Set(['not', 'except', 'without', 'ليس', 'ماعدا', 'عدا', 'إلا'].map(foldText));

const errorWords = new Set(['error', 'خطأ', 'الخطأ'].map(foldText));

type Groups = Readonly<Record<string, string | undefined>>;

export function scan(text: string, messages: Messages): Scan {
  const say = messages.complaints;
  const plain = unescape(text)
    .replace(invisible, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    // People paste the whole line.
    .replace(/^\/?leads(?= |$)/i, '')
    .trim();
  if (plain.length > maxTextChars) return complain({ sentence: say.tooLong(maxTextChars) });
  const words: string[] = [];
  let filters: Record<string, string> = {};
  /** Those before each `or`. */
  const alternatives: Readonly<Record<string, string>>[] = [];
  let share = false;
  let error: string | undefined;
  let isAgain = false;
  for (const { groups = {}, index, 0: whole } of plain.matchAll(token)) {
    const { key, word } = groups;
    if (key !== undefined) {
      const isNot = notWords.has(foldText(words.at(-1) ?? ''));
      if (isNot) words.pop();
      if (isAgain && orWords.has(foldText(words.at(-1) ?? ''))) {
        words.pop();
        alternatives.push(filters);
        filters = {};
      }
      isAgain = true;
      const given = isNot ? { ...groups, not: '-' } : groups;
      const isError = errorWords.has(foldText(key));
      const found = isError ? readError(key, given, messages) : readFilter(key, given, filters, messages);
      if ('sentence' in found) {
        const instead =
          found.instead === undefined
            ? undefined
            : plain.slice(0, index) + found.instead + plain.slice(index + whole.length);
        return complain({ sentence: found.sentence, ...(instead === undefined ? {} : { suggestion: instead }) });
      }
      if (isError) error = found.value;
      else filters[found.name] = found.value;
    } else if (word !== undefined && /^[-–—]{1,2}\p{L}/u.test(word)) {
      if (!isShareFlag(word)) return complain({ sentence: say.unknownFlag(word) });
      share = true;
    } else {
      words.push(
        ...latinDigits(word ?? groups['words'] ?? '')
          .split(' ')
          .filter(Boolean),
      );
    }
  }
  const all: Filters = alternatives.length === 0 ? filters : { or: writeAlternatives([...alternatives, filters]) };
  if (Object.values(all).join('').length > maxFiltersChars) {
    return complain({ sentence: say.filtersTooLong(maxFiltersChars) });
  }
  return { ok: true, scanned: { words, filters: all, share, ...(error === undefined ? {} : { error }) } };
}

/** `instead` is what to write in place of the filter as it was typed. */
interface Misread {
  readonly sentence: string;
  readonly instead?: string;
}

function readFilter(
  key: string,
  groups: Groups,
  found: Readonly<Record<string, string>>,
  messages: Messages,
): { readonly name: string; readonly value: string } | Misread {
  const say = messages.complaints;
  const { double, close } = groups;
  const value = valueOf(groups).trim();
  const meaning = filterNames.get(foldText(key));
  if (meaning === undefined) {
    const near = filterNames.get(nearest(foldText(key), filterNames.keys()) ?? '');
    if (near === undefined) return { sentence: say.unknownFilter(key, null) };
    return { sentence: say.unknownFilter(key, `${near.word}:`), instead: typedFilter(near.word, value) };
  }
  const { name } = meaning;
  if (double !== undefined && close === undefined) {
    return { sentence: say.openQuote(`${key}:"${value}"`), instead: `${key}:"${value}"` };
  }
  if (value.replace(/^!|\|/g, '') === '')
    return { sentence: name === 'status' ? say.emptyStatus(key) : say.emptyFilter(key) };
  const before = found[name];
  if (before !== undefined && (name === 'status' || before.startsWith('!') !== value.startsWith('!')))
    return { sentence: say.repeatedFilter(key) };
  if (value.length > maxFilterChars) return { sentence: say.filterTooLong(key, maxFilterChars) };
  // One or the other.
  if (name !== 'status') return { name, value: before === undefined ? value : `${before}|${value.replace(/^!/, '')}` };
  if (/^!|\|/.test(value)) return { sentence: say.oneStatus };
  const status = statusNames.get(foldText(value));
  if (status !== undefined) return { name, value: status.name };
  const near = statusNames.get(nearest(foldText(value), statusNames.keys()) ?? '');
  if (near === undefined) return { sentence: say.unknownStatus(value, null) };
  return { sentence: say.unknownStatus(value, near.word), instead: typedFilter(key, near.word) };
}

/** As it is shown, commas and all. */
function readError(
  key: string,
  { not, double, close, single, bare }: Groups,
  { complaints: say }: Messages,
): { readonly name: string; readonly value: string } | Misread {
  const value = (double ?? single ?? bare ?? '').trim();
  if (double !== undefined && close === undefined)
    return { sentence: say.openQuote(`${key}:"${value}"`), instead: `${key}:"${value}"` };
  if (value === '' || value.startsWith('!') || not !== undefined) return { sentence: say.whatToSilence };
  if (value.length > maxFilterChars) return { sentence: say.filterTooLong(key, maxFilterChars) };
  return { name: 'error', value };
}

/** `-brand:KIA` and `brand:!KIA` are all but that; `brand:KIA,Hyundai` is one or the other. What is quoted keeps its commas. */
function valueOf({ not, double, single, bare }: Groups): string {
  const quoted = double ?? single;
  const value = quoted ?? (bare ?? '').replace(/[,،]+/g, '|');
  return not === undefined || value.startsWith('!') ? value : `!${value}`;
}

/** All filters as they would be typed. */
export function typedFilters(filters: Filters): string[] {
  const { or, ...plain } = filters;
  const typed = Object.entries(plain).map(([key, value]) => typedFilter(key, value));
  if (or === undefined) return typed;
  const groups = readAlternatives(or).map((group) => typedFilters(group).join(' '));
  return [...typed, groups.join(' or ')];
}

function typedFilter(key: string, value: string): string {
  return /\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`;
}

function complain(complaint: Complaint): Scan {
  return { ok: false, complaint };
}

/** Slack escapes these three, and no more, in what it sends. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
