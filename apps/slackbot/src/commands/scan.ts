/**
 * Splits the text after `/leads` into filters, flags and the remaining words, in order. Pure.
 * Accepts variants from keyboards and Slack: curly and Arabic quotes, an em-dash for `--`, bidi
 * marks, Arabic-Indic digits, `&amp;`.
 */
import {
  type FilterGroup,
  type FilterValue,
  foldWord,
  identifiesPerson,
  latinDigits,
  type LeadFilter,
} from '@leadbell/domain';
import { type Language, wordFor } from '@leadbell/i18n';
import type { Messages } from '../words/index.ts';
import { lengthOf } from '../queries/filter-text.ts';
import { textFilters } from '../queries/filters.ts';
import type { Complaint } from '../queries/query.ts';
import { filterNames, isShareFlag, statusNames, filtersTyped, typedFilterName, typedStatus } from './filter-words.ts';

import { maxFilterChars, maxFiltersChars, maxSentChars, maxTextChars } from '../queries/limits.ts';
import { nearest } from './nearest.ts';
import { notWords, orWords } from './plain-words.ts';

export interface Scanned {
  readonly words: readonly string[];
  readonly filters: LeadFilter;
  readonly share: boolean;
  /** The text of `error:"…"`, which is not a filter of leads; see `Command.takesError`. */
  readonly error?: string;
  /** The filter directly before a word, by the word's index. */
  readonly after: ReadonlyMap<number, FilterBefore>;
}

export interface FilterBefore {
  readonly name: keyof FilterGroup;
  /** The filter's value as it was typed. */
  readonly value: string;
  /** Whether a comma follows, so that another value may come. */
  readonly hasComma: boolean;
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
    '(?<not>[-–—−‐‑!])?(?<key>[\\p{L}\\p{M}][\\p{L}\\p{M}_–—−‐‑-]*)\\s?[:：=](?:\\s+(?![\\p{L}\\p{M}_–—−‐‑-]+\\s?[:：=])|)' +
      `(?:[${quotes}](?<double>[^${quotes}]*)(?<close>[${quotes}])?|[${singles}](?<single>[^${singles}]*)[${singles}](?=\\s|$)|(?<bare>!?[^\\s${quotes}]*))`,
    `[${quotes}](?<words>[^${quotes}]*)[${quotes}]`,
    `(?<word>[^\\s${quotes}]+)`,
  ].join('|'),
  'gu',
);

/** Each of these words begins another alternative if a filter comes after it. */
const orTexts = ['or', 'أو'];
/** Emoji in the form that Slack sends, such as `:pray:`. */
const emojiName = /(?<=^|\s):[a-z\d_+'-]+:(?=\s|$)/g;
const emoji = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]|\p{Emoji_Modifier}|\uFE0F|\u20E3/gu;
const flag = /^[-–—−‐‑]{1,2}(?=\p{L})/u;

const errorWords = new Set(['error', 'خطأ', 'الخطأ'].map(foldWord));

type Groups = Readonly<Record<string, string | undefined>>;

export function scan(text: string, messages: Messages): Scan {
  const say = messages.complaints;
  if (text.trim().length > maxSentChars) return complain({ sentence: say.tooLong(maxTextChars) });
  const plain = unescape(text.trim())
    .replace(emojiName, ' ')
    .replace(emoji, ' ')
    .replace(invisible, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    // Remove the code marks of a command that was copied from a message.
    .replace(/^`+|(?<!`)`+$/g, '')
    // Remove the command, because people paste the whole line.
    .replace(/^\/?leads(?= |$)/i, '')
    .trim();
  if (plain.length > maxTextChars) return complain({ sentence: say.tooLong(maxTextChars) });
  const words: string[] = [];
  let filters: FilterGroup = {};
  /** The filter groups before each `or`. */
  const alternatives: FilterGroup[] = [];
  let share = false;
  let error: string | undefined;
  let isAgain = false;
  const after = new Map<number, FilterBefore>();
  for (const { groups = {}, index, 0: whole } of plain.matchAll(token)) {
    const { key, word } = groups;
    if (key !== undefined) {
      const isNot = notWords.has(foldWord(words.at(-1) ?? ''));
      if (isNot) words.pop();
      if (isAgain && orWords.has(foldWord(words.at(-1) ?? ''))) {
        words.pop();
        alternatives.push(filters);
        filters = {};
      }
      isAgain = true;
      const given = isNot ? { ...groups, not: '-' } : groups;
      const isError = errorWords.has(foldWord(key));
      const found: Misread | FilterGroup | { readonly error: string } = isError
        ? readError(key, given, messages)
        : readFilter(key, given, filters, messages);
      if ('sentence' in found) {
        const instead =
          found.instead === undefined
            ? undefined
            : plain.slice(0, index) + found.instead + plain.slice(index + whole.length);
        return complain({ sentence: found.sentence, ...(instead === undefined ? {} : { suggestion: instead }) });
      }
      if ('error' in found) error = found.error;
      else {
        filters = { ...filters, ...found };
        const [name] = Object.keys(found) as (keyof FilterGroup)[];
        const value = barely(groups['bare'] ?? groups['double'] ?? groups['single'] ?? '');
        const hasComma = /[,،;]$/.test(groups['bare'] ?? '');
        if (name !== undefined) after.set(words.length, { name, value, hasComma });
      }
    } else if (word !== undefined && flag.test(word)) {
      if (!isShareFlag(word)) return complain(unknownFlag(word, plain, index, messages));
      share = true;
    } else {
      words.push(
        ...latinDigits(word ?? groups['words'] ?? '')
          .split(' ')
          .filter(Boolean),
      );
    }
  }
  const all: LeadFilter = alternatives.length === 0 ? filters : { or: [...alternatives, filters] };
  if (lengthOf(all) > maxFiltersChars) {
    return complain({ sentence: say.filtersTooLong(maxFiltersChars) });
  }
  return { ok: true, scanned: { words, filters: all, share, after, ...(error === undefined ? {} : { error }) } };
}

/** The complaint about an unknown flag. In `--brand KIA`, the flag is most likely meant as a filter. */
function unknownFlag(word: string, plain: string, at: number, messages: Messages): Complaint {
  const sentence = messages.complaints.unknownFlag(word);
  const [name = ''] = word.replace(flag, '').split(/[:：=]/);
  const meaning = filterNames.get(foldWord(name));
  if (meaning === undefined) return { sentence };
  const typed = typedFilterName(meaning.name, messages.tag);
  const rest = plain
    .slice(at)
    .replace(flag, '')
    .slice(name.length)
    .trimStart()
    .replace(/^[:：=]/, '');
  return { sentence, suggestion: `${plain.slice(0, at)}${typed}:${rest}` };
}

/** Removes the punctuation at the end of a sentence. */
function barely(text: string): string {
  return text.replace(/(?<=[^.,;!?،؛؟])[.,;!?،؛؟]+$/u, '');
}

/** A filter that can't be read; `instead` is its text in the suggestion. */
interface Misread {
  readonly sentence: string;
  readonly instead?: string;
}

function readFilter(key: string, groups: Groups, found: FilterGroup, messages: Messages): FilterGroup | Misread {
  const say = messages.complaints;
  const { double, close } = groups;
  const value = writtenValue(groups).trim();
  const meaning = filterNames.get(foldWord(key));
  if (meaning === undefined) {
    const near = filterNames.get(nearest(foldWord(key), filterNames.keys()) ?? '');
    if (near === undefined) return { sentence: say.unknownFilter(key, null, filtersTyped(messages.tag)) };
    const right = typedFilterName(near.name, messages.tag);
    return {
      sentence: say.unknownFilter(key, `${right}:`, filtersTyped(messages.tag)),
      instead: typedFilter(right, value),
    };
  }
  const { name } = meaning;
  const { isNot, alternatives } = valueOf(value);
  if (double !== undefined && close === undefined) {
    return { sentence: say.openQuote(`${key}:"${value}"`), instead: `${key}:"${value}"` };
  }
  if (alternatives.length === 0) return { sentence: name === 'status' ? say.emptyStatus(key) : say.emptyFilter(key) };
  const before = found[name];
  if (before !== undefined && (typeof before === 'string' || before.isNot !== isNot))
    return { sentence: say.repeatedFilter(key) };
  if (value.length > maxFilterChars) return { sentence: say.filterTooLong(key, maxFilterChars) };
  if (identifiesPerson(value)) return { sentence: say.filterOfPerson(key) };
  // A filter that is given twice matches either value.
  if (name !== 'status') return { [name]: { isNot, alternatives: [...(before?.alternatives ?? []), ...alternatives] } };
  return readStatus(key, { isNot, alternatives }, messages);
}

function readStatus(key: string, { isNot, alternatives }: FilterValue, messages: Messages): FilterGroup | Misread {
  const say = messages.complaints;
  const [value = '', ...others] = alternatives;
  if (isNot || others.length > 0) return { sentence: say.oneStatus };
  const status = statusNames.get(foldWord(value));
  if (status !== undefined) return { status: status.name };
  const near = statusNames.get(nearest(foldWord(value), statusNames.keys()) ?? '');
  if (near === undefined) return { sentence: say.unknownStatus(value, null) };
  const right = typedStatus(near.name, messages.tag);
  return { sentence: say.unknownStatus(value, right), instead: typedFilter(key, right) };
}

/** Reads an error's text as cards show it, with its commas. */
function readError(
  key: string,
  { not, double, close, single, bare }: Groups,
  { complaints: say }: Messages,
): { readonly error: string } | Misread {
  const value = (double ?? single ?? bare ?? '').trim();
  if (double !== undefined && close === undefined)
    return { sentence: say.openQuote(`${key}:"${value}"`), instead: `${key}:"${value}"` };
  if (value === '' || value.startsWith('!') || not !== undefined) return { sentence: say.whatToSilence };
  if (value.length > maxFilterChars) return { sentence: say.filterTooLong(key, maxFilterChars) };
  if (identifiesPerson(value)) return { sentence: say.filterOfPerson(key) };
  return { error: value };
}

/**
 * `-brand:KIA` and `brand:!KIA` exclude a value; `brand:KIA,Hyundai` matches either. Commas in
 * quotes are part of the value.
 */
function writtenValue({ not, double, single, bare }: Groups): string {
  const quoted = double ?? single;
  const value = quoted ?? barely(bare ?? '').replace(/[,،]+/g, '|');
  return not === undefined || value.startsWith('!') ? value : `!${value}`;
}

function valueOf(written: string): FilterValue {
  const isNot = written.startsWith('!');
  const alternatives = written
    .slice(isNot ? 1 : 0)
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { isNot, alternatives };
}

/** The filters in the form in which a reader of this language types them. */
export function typedFilters({ or, ...plain }: LeadFilter, reader: Language): string[] {
  const typed = typedGroup(plain, reader);
  if (or === undefined) return typed;
  const groups = or.map((group) => typedGroup(group, reader).join(' '));
  return [...typed, groups.join(` ${wordFor(reader, orTexts)} `)];
}

function typedGroup(group: FilterGroup, reader: Language): string[] {
  const typed = textFilters.flatMap((name) => {
    const value = group[name];
    return value === undefined
      ? []
      : [typedFilter(typedFilterName(name, reader), (value.isNot ? '!' : '') + value.alternatives.join('|'))];
  });
  if (group.status === undefined) return typed;
  return [...typed, typedFilter(typedFilterName('status', reader), typedStatus(group.status, reader))];
}

function typedFilter(key: string, value: string): string {
  return /\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`;
}

function complain(complaint: Complaint): Scan {
  return { ok: false, complaint };
}

/** Slack escapes only these three characters in command text. */
function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
