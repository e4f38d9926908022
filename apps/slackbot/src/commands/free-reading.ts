/**
 * Turns the pieces of a line in a person's own words into a command's words. Pure. Nothing is dropped silently: words
 * that are not understood are named, and the suggestion keeps all others.
 */
import {
  type FilterGroup,
  type FilterValue,
  foldWord,
  formatPeriodText,
  type LeadFilter,
  parsePeriod,
  type TypedPeriod,
  resolvePeriod,
} from '@leadbell/domain';
import { wordFor } from '@leadbell/i18n';
import type { Complaint, ParseContext } from '../queries/query.ts';
import type { Command } from './command.ts';
import { filterNames, typedFilterName } from './filter-words.ts';
import type { Piece } from './free-words.ts';
import { ruleWords, sectionWords } from './option-words.ts';
import type { LineReaders } from './other-forms.ts';
import { sentenceOf } from './periods.ts';
import { typedFilters } from './scan.ts';
import { type Meaning, nearestMeaning } from './value-words.ts';

/** Everything that was understood in a line. */
export interface Understood {
  /** Null if no command was named: then the line asks for the leads of the period, or of today. */
  readonly command: Command | null;
  /** The period as it was typed; empty if there is none. */
  readonly period: string;
  readonly filters: LeadFilter;
  readonly share: boolean;
}

export type FreeReading =
  | { readonly kind: 'read'; readonly understood: Understood }
  | { readonly kind: 'complaint'; readonly complaint: Complaint }
  /** `isContrary`: `unknown` also contains known words that contradict the rest of the line. */
  | {
      readonly kind: 'partly';
      readonly understood: Understood;
      readonly unknown: readonly string[];
      readonly isContrary: boolean;
    }
  /** No part of the line is about leads. */
  | { readonly kind: 'nothing'; readonly unknown: readonly string[] };

export function readPieces(
  pieces: readonly Piece[],
  given: Pick<Understood, 'filters' | 'share'>,
  context: ParseContext,
): FreeReading {
  const commands = [...new Set(pieces.flatMap((one) => (one.kind === 'command' ? [one.command] : [])))];
  const unknown = pieces.flatMap((one) => (one.kind === 'unknown' ? [one.text] : []));
  const values = valuesIn(pieces, given.filters);
  const hasFilters = Object.keys(values.filters).length > 0;
  const says = pieces.some(
    ({ kind }) => kind === 'period' || kind === 'wrong-period' || kind === 'command' || kind === 'value',
  );
  const asks = unknown.length === 0 && pieces.some(({ kind }) => kind === 'leads');
  if (!says && !hasFilters && !given.share && !asks) return { kind: 'nothing', unknown };
  const [command = null, ...others] = commands;
  const understood: Understood = { command, period: '', filters: values.filters, share: given.share };
  const contrary = [...others.map(({ name }) => name), ...values.unclear];
  const period = periodIn(pieces, understood, context);
  if ('complaint' in period) return { kind: 'complaint', complaint: period.complaint };
  const all = { ...understood, period: period.text };
  if (values.double !== null) return { kind: 'complaint', complaint: whichFilter(values.double, all, context) };
  if (contrary.length > 0)
    return { kind: 'partly', understood: all, unknown: [...contrary, ...unknown], isContrary: true };
  return unknown.length === 0
    ? { kind: 'read', understood: all }
    : { kind: 'partly', understood: all, unknown, isContrary: false };
}

/** The command, period and filters in the form that people type. */
export function textOf({ command, period, filters, share }: Understood, context: ParseContext): string {
  const { typed, tag } = context.messages;
  const named = command === null || command.name === 'period' || command.name === 'today' ? null : command;
  return [
    ...(named === null ? [] : [wordFor(tag, [named.name, ...named.synonyms])]),
    ...(period === '' && named === null ? [typed.today] : [period].filter(Boolean)),
    ...typedFilters(filters, tag),
    ...(share ? ['--share'] : []),
  ].join(' ');
}

interface Values {
  readonly filters: LeadFilter;
  /** Words that contradict other words of the line. */
  readonly unclear: readonly string[];
  /** A value that several filters have. */
  readonly double: (Piece & { readonly kind: 'value' }) | null;
}

function valuesIn(pieces: readonly Piece[], given: LeadFilter): Values {
  let filters: LeadFilter = given;
  const unclear: string[] = [];
  let double: Values['double'] = null;
  /** The finished alternatives. An "or" between values of different filters finishes an alternative. */
  const alternatives: FilterGroup[] = [];
  let before: Piece | undefined;
  let last: keyof FilterGroup | null = null;
  for (const piece of pieces) {
    if (before?.kind === 'not' && piece.kind !== 'value') unclear.push(before.text);
    const link = before;
    if (piece.kind !== 'filler') before = piece;
    if (piece.kind !== 'value') continue;
    const [meaning, ...others] = piece.meanings;
    if (meaning === undefined || others.length > 0) {
      double ??= piece;
      continue;
    }
    const name = 'status' in meaning ? 'status' : meaning.filter;
    const isLinked = link?.kind === 'and' || link?.kind === 'or';
    if (link?.kind === 'or' && last !== null && last !== name && given.or === undefined) {
      alternatives.push(filters);
      filters = {};
    }
    // "except KIA and MG" excludes both; "except KIA, Jeddah" excludes only the brand.
    const leavesOut = link?.kind === 'not' || (isLinked && last === name && isLeftOut(filters, name));
    const added = withMeaning(filters, meaning, leavesOut);
    if (added === null) unclear.push(piece.text);
    else filters = added;
    last = name;
  }
  if (before?.kind === 'not') unclear.push(before.text);
  return { filters: alternatives.length === 0 ? filters : { or: [...alternatives, filters] }, unclear, double };
}

function isLeftOut(filters: LeadFilter, name: keyof FilterGroup): boolean {
  const value = filters[name];
  return typeof value === 'object' && value.isNot;
}

/** Adds the filter; null if it contradicts another one. */
function withMeaning(filters: LeadFilter, meaning: Meaning, isNot: boolean): LeadFilter | null {
  if ('status' in meaning) {
    const isOther = filters.status !== undefined && filters.status !== meaning.status;
    return isNot || isOther ? null : { ...filters, status: meaning.status };
  }
  const { filter, values } = meaning;
  const before = filters[filter];
  if (before !== undefined && before.isNot !== isNot) return null;
  const alternatives = [...(before?.alternatives ?? []), ...values];
  const value: FilterValue = { isNot, alternatives: alternatives.filter((one, at) => isFirst(one, at, alternatives)) };
  return { ...filters, [filter]: value };
}

function isFirst(one: string, at: number, all: readonly string[]): boolean {
  return all.findIndex((other) => foldWord(other) === foldWord(one)) === at;
}

/** The words of the period, or the reason why there is none. */
function periodIn(
  pieces: readonly Piece[],
  understood: Understood,
  context: ParseContext,
): { readonly text: string } | { readonly complaint: Complaint } {
  const wrong = pieces.find(({ kind }) => kind === 'wrong-period');
  if (wrong !== undefined) return { complaint: wrongPeriod(wrong.text, understood, context) };
  const texts = pieces.flatMap(({ kind, text }) => (kind === 'period' ? [text] : []));
  const [first = ''] = texts;
  if (texts.length < 2) return { text: first };
  const specs = texts.map((text) => parsePeriod(text, context)).flatMap((parsed) => (parsed.ok ? [parsed.spec] : []));
  const periods = specs.map((spec) => resolvePeriod(spec, context));
  const same = new Set(periods.map(({ window }) => `${window.from} ${window.to}`)).size === 1;
  if (same) return { text: first };
  const dates = periods.flatMap(({ firstDate, lastDate }) => [firstDate, lastDate]).toSorted();
  const [begin, end] = [dates[0], dates.at(-1)];
  if (begin === undefined || end === undefined) return { text: first };
  const whole = formatPeriodText({ kind: 'range', first: begin, last: end });
  const parsed = parsePeriod(whole, context);
  const spec: TypedPeriod = parsed.ok ? parsed.spec : (parsed.error.nearestSpec ?? { kind: 'today' });
  return { complaint: didYouMean(texts.join(' '), { ...understood, period: periodText(spec, context) }, context) };
}

function wrongPeriod(text: string, understood: Understood, context: ParseContext): Complaint {
  const parsed = parsePeriod(text, context);
  const spec = parsed.ok ? parsed.spec : (parsed.error.nearestSpec ?? { kind: 'today' });
  const suggestion = textOf({ ...understood, period: periodText(spec, context) }, context);
  const { complaints } = context.messages;
  const sentence = parsed.ok
    ? complaints.unknownWords(text, suggestion)
    : sentenceOf(parsed.error, text, suggestion, complaints);
  return { sentence, suggestion };
}

function didYouMean(typed: string, understood: Understood, context: ParseContext): Complaint {
  const suggestion = textOf(understood, context);
  return { sentence: context.messages.complaints.unknownWords(typed, suggestion), suggestion };
}

function periodText(spec: TypedPeriod, { messages }: ParseContext): string {
  return formatPeriodText(spec, messages.tag);
}

/** Offers each filter that has this value. */
function whichFilter(
  { text, meanings }: Piece & { readonly kind: 'value' },
  understood: Understood,
  context: ParseContext,
): Complaint {
  const { complaints, tag } = context.messages;
  const offers = meanings.flatMap((meaning) => {
    const filters = withMeaning(understood.filters, meaning, false);
    return filters === null ? [] : [textOf({ ...understood, filters }, context)];
  });
  const names = meanings.map((one) =>
    'status' in one ? typedFilterName('status', tag) : typedFilterName(one.filter, tag),
  );
  const [suggestion, ...others] = offers;
  return {
    sentence: complaints.whichFilter(text, names),
    ...(suggestion === undefined ? {} : { suggestion, others }),
  };
}

/** Replaces each unknown word by the nearest known one; null if a word has none. */
export function corrected(
  unknown: readonly string[],
  understood: Understood,
  context: ParseContext,
  readers: LineReaders,
): Understood | null {
  let now: Understood = understood;
  for (const text of unknown) {
    const next = correctedWord(text, now, context, readers);
    if (next === null) return null;
    now = next;
  }
  return now;
}

function correctedWord(text: string, now: Understood, context: ParseContext, readers: LineReaders): Understood | null {
  // A word of our own is not a misspelt value: "digest" does not mean "direct".
  if (text.split(' ').some((word) => isOwnWord(word, readers))) return null;
  const command = now.command === null ? readers.nearestFree(text) : null;
  if (command !== null) return { ...now, command };
  const meaning = context.vocabulary === undefined ? null : nearestMeaning(text, context.vocabulary);
  if (meaning !== null) {
    const filters = withMeaning(now.filters, meaning, false);
    return filters === null ? null : { ...now, filters };
  }
  if (now.period !== '') return null;
  const parsed = parsePeriod(text, context);
  const near = parsed.ok ? parsed.spec : parsed.error.nearestSpec;
  return near === undefined ? null : { ...now, period: periodText(near, context) };
}

/** Whether the word names a command, a filter, a rule or a section. */
export function isOwnWord(word: string, { find }: LineReaders): boolean {
  if (find(word) !== undefined || filterNames.has(foldWord(word))) return true;
  return ruleWords.named(word) !== undefined || sectionWords.named(word) !== undefined;
}
