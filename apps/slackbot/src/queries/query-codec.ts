/**
 * Encodes a query for a button's or an option's value: compact (most are under 75 characters,
 * Slack's limit for an option) and versioned. Pure. Decoded values are untrusted: `decode…` splits
 * them or returns null, and the command's schema validates the result. Form:
 * `1;command;period;id;page;flags;filters`, then `;detail` with the command's own fields as JSON.
 * For example
 * `1;period;20250824;;2;;s:Direct Contact,x:e`.
 */
import type { Id, LeadFilter, PartOfDay, PeriodSpec, PlainDate } from '@leadbell/domain';
import { readQueryWith } from './fields.ts';
import { writeFilters } from './filter-text.ts';
import { filterTable, textFilters } from './filters.ts';
import { type CountedLeads, type LeadOrder, type LeadsQuery, leadsQuery } from './leads-query.ts';
import type { Query } from './query.ts';

const version = '1';

const words = { t: 'today', y: 'yesterday', w: 'this-week', W: 'last-week', m: 'this-month', M: 'last-month' } as const;
const filterLetters: Readonly<Record<string, keyof LeadFilter>> = {
  ...Object.fromEntries(textFilters.map((name) => [filterTable[name].letter, name])),
  x: 'status',
  o: 'or',
};
const partLetters = { morning: 'm', afternoon: 'a', evening: 'e' } as const satisfies Record<PartOfDay, string>;
const orderLetters: Readonly<Record<LeadOrder, string>> = { hot: 'h', newest: 'n' };
const statusLetters = { e: 'errored', c: 'created', p: 'pending' } as const;

/** The fields that have a fixed position in the text; all others are part of the command's detail. */
export interface CommonFields {
  readonly period?: PeriodSpec;
  readonly id?: Id;
  readonly page?: number;
  readonly filters?: LeadFilter;
  readonly order?: LeadOrder;
  readonly view?: 'numbers';
}

export function encodeQuery(query: Query & CommonFields): string {
  const { command, share, knowingly, fresh, period, id, page = 0, filters = {}, order, view, ...detail } = query;
  return [
    version,
    command,
    period === undefined ? '' : encodePeriod(period),
    id ?? '',
    page === 0 ? '' : page,
    (share ? 's' : '') +
      (knowingly ? 'k' : '') +
      (fresh ? 'f' : '') +
      (order === undefined ? '' : orderLetters[order]) +
      (view === undefined ? '' : 'v'),
    encodeFilters(filters),
    ...(Object.keys(detail).length === 0
      ? []
      : [JSON.stringify(withoutStored(detail)).replace(/[%;]/g, encodeURIComponent)]),
  ].join(';');
}

/** Leaves out a scope that is stored elsewhere, because a press then uses the stored scope. */
function withoutStored(detail: { readonly counted?: CountedLeads; readonly seen?: string }): object {
  if (detail.counted?.scopeOf === undefined) return detail;
  const { scope: _scope, ...counted } = detail.counted;
  return { ...detail, counted };
}

/** A decoded query. Only its form and its command's name are checked; the command's schema checks the rest. */
export interface RawQuery {
  readonly command: string;
  readonly [field: string]: unknown;
}

export function decodeQuery(value: string): RawQuery | null {
  const [given, command = '', period = '', id = '', page = '', flags = '', filters, detail, ...more] = value.split(';');
  if (given !== version || filters === undefined || more.length > 0) return null;
  if (!/^s?k?f?[hn]?v?$/.test(flags) || !/^[a-z]{1,20}$/.test(command)) return null;
  const own = detail === undefined ? {} : decodeDetail(detail);
  if (own === null) return null;
  return {
    ...own,
    command,
    share: flags.includes('s'),
    ...(flags.includes('k') ? { knowingly: true } : {}),
    ...(flags.includes('f') ? { fresh: true } : {}),
    ...(flags.includes('h') ? { order: 'hot' } : flags.includes('n') ? { order: 'newest' } : {}),
    ...(flags.includes('v') ? { view: 'numbers' } : {}),
    ...(period === '' ? {} : { period: decodePeriod(period) }),
    ...(id === '' ? {} : { id }),
    ...(page === '' ? {} : { page: wholeNumber(page) }),
    ...(filters === '' ? {} : { filters: decodeFilters(filters) }),
  };
}

/** The value of an *Open* button: the query and the lead to open from its answer. */
export interface Open {
  readonly query: LeadsQuery;
  readonly leadRef: string;
}

/** A lead's reference within an answer; see `reports/lead-ref.ts`. */
const leadRefForm = /^[\w.-]{1,60}$/;

export function encodeOpen(open: Open): string {
  return openValueOf(open.leadRef, encodeQuery(open.query));
}

/** `query` is the encoded query. */
export function openValueOf(leadRef: string, query: string): string {
  return `${leadRef}/${query}`;
}

export function decodeOpen(value: string): Open | null {
  const slash = value.indexOf('/');
  const leadRef = value.slice(0, Math.max(slash, 0));
  const query = readQueryWith(leadsQuery, decodeQuery(value.slice(slash + 1)));
  return query === null || !leadRefForm.test(leadRef) ? null : { query, leadRef };
}

function encodePeriod(period: PeriodSpec): string {
  switch (period.kind) {
    case 'weekday':
      return `d${period.weekday}`;
    case 'last-days':
      return `n${period.days}`;
    case 'last-hours':
      return `h${period.hours}${period.until === undefined ? '' : `@${period.until.toString(36)}`}`;
    case 'span':
      return `i${period.from.toString(36)}-${period.to.toString(36)}`;
    case 'date':
      return compactDate(period.date);
    case 'part-of-day':
      return `${partLetters[period.part]}${compactDate(period.date)}`;
    case 'range':
      return `${compactDate(period.first)}-${compactDate(period.last)}`;
    default:
      return Object.entries(words).find(([, kind]) => kind === period.kind)?.[0] ?? '';
  }
}

function decodePeriod(text: string): unknown {
  const word = Object.entries(words).find(([letter]) => letter === text);
  if (word !== undefined) return { kind: word[1] };
  const [, letter, number] = /^([dnh])(\d{1,4})$/.exec(text) ?? [];
  if (letter === 'd') return { kind: 'weekday', weekday: Number(number) };
  if (letter === 'n') return { kind: 'last-days', days: Number(number) };
  if (letter === 'h') return { kind: 'last-hours', hours: Number(number) };
  const [, hours, until = ''] = /^h(\d{1,4})@([0-9a-z]{1,9})$/.exec(text) ?? [];
  if (hours !== undefined) return { kind: 'last-hours', hours: Number(hours), until: Number.parseInt(until, 36) };
  const [, from, to = ''] = /^i([0-9a-z]{1,9})-([0-9a-z]{1,9})$/.exec(text) ?? [];
  if (from !== undefined) return { kind: 'span', from: Number.parseInt(from, 36), to: Number.parseInt(to, 36) };
  const [, part, date = ''] = /^([mae])(\d{8})$/.exec(text) ?? [];
  if (part !== undefined)
    return {
      kind: 'part-of-day',
      date: fullDate(date),
      part: Object.entries(partLetters).find(([, letter]) => letter === part)?.[0],
    };
  const [, first, last] = /^(\d{8})(?:-(\d{8}))?$/.exec(text) ?? [];
  if (first === undefined) return null;
  return last === undefined
    ? { kind: 'date', date: fullDate(first) }
    : { kind: 'range', first: fullDate(first), last: fullDate(last) };
}

function compactDate(date: PlainDate): string {
  return date.replaceAll('-', '');
}

function fullDate(compact: string): string {
  return `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
}

function encodeFilters(filters: LeadFilter): string {
  const written = writeFilters(filters);
  return Object.entries(filterLetters)
    .flatMap(([letter, key]) => {
      const text = written[key];
      if (text === undefined) return [];
      const short = key === 'status' ? Object.entries(statusLetters).find(([, status]) => status === text)?.[0] : text;
      return [`${letter}:${(short ?? '').replace(/[%;,]/g, encodeURIComponent)}`];
    })
    .join(',');
}

/** If a letter is unknown or repeated, returns a value that the schema rejects. */
function decodeFilters(text: string): unknown {
  const found = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(',')) {
    const colon = part.indexOf(':');
    const key = lookUp(filterLetters, part.slice(0, Math.max(colon, 0)));
    const value = part.slice(colon + 1).replace(/%(25|3B|2C)/g, decodeURIComponent);
    if (key === undefined || found.has(key)) return null;
    found.set(key, key === 'status' ? (lookUp(statusLetters, value) ?? '') : value);
  }
  return Object.fromEntries(found);
}

/** The command's own fields; null unless the text is a JSON object. */
function decodeDetail(text: string): object | null {
  try {
    const detail: unknown = JSON.parse(text.replace(/%(25|3B)/g, decodeURIComponent));
    return typeof detail === 'object' && !Array.isArray(detail) ? detail : null;
  } catch {
    return null;
  }
}

function lookUp<T>(table: Readonly<Record<string, T>>, letter: string): T | undefined {
  return Object.hasOwn(table, letter) ? table[letter] : undefined;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,16}$/.test(text) ? Number(text) : null;
}
