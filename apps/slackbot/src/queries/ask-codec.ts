/**
 * An ask as text for a button's or an option's value: compact (most asks are under 75 characters, Slack's limit for an option), versioned, and checked
 * when it comes back, for it comes from outside. Pure. `decode…` gives null for whatever is not ours.
 * Form: `1;command;period;id;page;flags;filters`, and `;words` when a command keeps some, for example `1;period;20250824;;2;;s:Direct Contact,x:e`.
 */
import type { PeriodSpec, PlainDate } from '@leadbell/domain';
import { checkAsk } from './ask-schema.ts';
import type { Ask, Filters } from './ask.ts';
import { filterTable, textFilters } from './filters.ts';

const version = '1';

const words = { t: 'today', y: 'yesterday', w: 'this-week', W: 'last-week', m: 'this-month', M: 'last-month' } as const;
const filterLetters: Readonly<Record<string, keyof Filters>> = {
  ...Object.fromEntries(textFilters.map((name) => [filterTable[name].letter, name])),
  x: 'status',
  o: 'or',
};
const statusLetters = { e: 'errored', c: 'created', p: 'pending' } as const;

export function encodeAsk(ask: Ask): string {
  return [
    version,
    ask.command,
    ask.period === undefined ? '' : encodePeriod(ask.period),
    ask.id ?? '',
    ask.page === 0 ? '' : ask.page,
    (ask.share ? 's' : '') + (ask.fresh ? 'f' : ''),
    encodeFilters(ask.filters),
    ...(ask.words === undefined ? [] : [ask.words.replace(/[%;]/g, encodeURIComponent)]),
  ].join(';');
}

export function decodeAsk(value: string): Ask | null {
  const [given, command, period, id, page, flags = '', filters, typed, ...more] = value.split(';');
  if (given !== version || filters === undefined || more.length > 0 || !/^s?f?$/.test(flags)) return null;
  return checkAsk({
    command,
    ...(period === '' ? {} : { period: decodePeriod(period ?? '') }),
    ...(id === '' ? {} : { id }),
    filters: decodeFilters(filters),
    page: page === '' ? 0 : wholeNumber(page),
    share: flags.includes('s'),
    ...(flags.includes('f') ? { fresh: true } : {}),
    ...(typed === undefined ? {} : { words: decodeWords(typed) }),
  });
}

/** What an *Open* button carries: which lead, of which ask. */
export interface Open {
  readonly ask: Ask;
  readonly leadRef: string;
}

/** A lead's reference within an answer, see `answers/rows.ts`. */
const leadRefForm = /^[\w.-]{1,60}$/;

export function encodeOpen(open: Open): string {
  return `${open.leadRef}/${encodeAsk(open.ask)}`;
}

export function decodeOpen(value: string): Open | null {
  const slash = value.indexOf('/');
  const leadRef = value.slice(0, Math.max(slash, 0));
  const ask = decodeAsk(value.slice(slash + 1));
  return ask === null || !leadRefForm.test(leadRef) ? null : { ask, leadRef };
}

function encodePeriod(period: PeriodSpec): string {
  switch (period.kind) {
    case 'weekday':
      return `d${period.weekday}`;
    case 'last-days':
      return `n${period.days}`;
    case 'last-hours':
      return `h${period.hours}`;
    case 'date':
      return compactDate(period.date);
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

function encodeFilters(filters: Filters): string {
  return Object.entries(filterLetters)
    .flatMap(([letter, key]) => {
      const value = filters[key];
      if (value === undefined) return [];
      const short =
        key === 'status' ? Object.entries(statusLetters).find(([, status]) => status === value)?.[0] : value;
      return [`${letter}:${(short ?? '').replace(/[%;,]/g, encodeURIComponent)}`];
    })
    .join(',');
}

/** An unknown letter, or one that comes twice, makes something that the schema refuses. */
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

function decodeWords(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function lookUp<T>(table: Readonly<Record<string, T>>, letter: string): T | undefined {
  return Object.hasOwn(table, letter) ? table[letter] : undefined;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : null;
}
