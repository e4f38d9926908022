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

import { maxFilterChars, maxFiltersChars, maxTextChars } from '../queries/limits.ts';
import { nearest } from './nearest.ts';

export interface Scanned {
  readonly words: readonly string[];
  readonly filters: LeadFilter;
  readonly share: boolean;
  /** The text of `error:"…"`: not a lead filter; see `Command.takesError`. */
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

/** Words that start an alternative when a filter follows. */
const orTexts = ['or', 'أو'];
const orWords = new Set(orTexts.map(foldWord));
const notWords = new Set(['not', 'except', 'without', 'ليس', 'ماعدا', 'عدا', 'إلا'].map(foldWord));

const errorWords = new Set(['error', 'خطأ', 'الخطأ'].map(foldWord));

type Groups = Readonly<Record<string, string | undefined>>;

export function scan(text: string, messages: Messages): Scan {
  const say = messages.complaints;
  const plain = unescape(text)
    .replace(invisible, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    // Copied from a message with its markers.
    .replace(/^`+|`+$/g, '')
    // People paste the whole line.
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
      else filters = { ...filters, ...found };
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
  const all: LeadFilter = alternatives.length === 0 ? filters : { or: [...alternatives, filters] };
  if (lengthOf(all) > maxFiltersChars) {
    return complain({ sentence: say.filtersTooLong(maxFiltersChars) });
  }
  return { ok: true, scanned: { words, filters: all, share, ...(error === undefined ? {} : { error }) } };
}

/** `instead` replaces the filter as it was typed. */
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
  // A repeated filter means either value.
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

/** Takes an error's text as shown on cards, commas included. */
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
  const value = quoted ?? (bare ?? '').replace(/[,،]+/g, '|');
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

/** All filters, as a reader of the language types them. */
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
