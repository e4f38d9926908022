/**
 * The numbers, dates and plurals of a language. Pure. The calendar is Gregorian and the digits are Latin, because
 * Intl's defaults for Arabic differ between versions of ICU.
 */
import type { Instant, PlainDate, Zone, Weekday } from '@leadbell/domain';
import { clip } from './clip.ts';

export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export interface Format {
  readonly number: (value: number) => string;
  /** The share in whole percent, rounded down, so that 100 % means all; `<1%` for a share that would round to 0. */
  readonly percent: (part: number, whole: number) => string;
  /** Returns the form for this number; the number replaces `#` in it. */
  readonly plural: (count: number, forms: Forms) => string;
  /** Returns a date such as “Sunday 24 August 2025”. */
  readonly date: (date: PlainDate, parts?: { readonly weekday?: boolean; readonly year?: boolean }) => string;
  /** Returns a date such as “24 Aug”. */
  readonly shortDate: (date: PlainDate) => string;
  /** Returns a date such as “1 Rabiʻ I 1447”, by the Umm al-Qura calendar. */
  readonly hijri: (date: PlainDate) => string;
  /** The name of a weekday: 1 is Monday, 7 is Sunday. */
  readonly weekday: (day: number) => string;
  /** Returns a time such as “14:05”. */
  readonly time: (at: Instant, zone: Zone) => string;
  /** Returns a date such as “24 August 2025”. */
  readonly day: (at: Instant, zone: Zone) => string;
  /** Returns the zone's offset, such as “UTC+3”. */
  readonly offset: (at: Instant, zone: Zone) => string;
}

const noon = 12 * 3_600_000;
/** A Monday. */
const someMonday = Date.UTC(2024, 0, 1) + noon;

/** The number of cached results of each kind, which is enough for the days, zones and numbers of recent answers. */
const mostKept = 2_000;

/** Caches results by their key, because Intl takes microseconds for each. */
function remembering<Args extends readonly unknown[]>(
  format: (...args: Args) => string,
  keyOf: (...args: Args) => string,
): (...args: Args) => string {
  const known = new Map<string, string>();
  return (...args) => {
    const key = keyOf(...args);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostKept) known.clear();
    const made = format(...args);
    known.set(key, made);
    return made;
  };
}

export function createFormat(locale: string): Format {
  const format = formatOf(locale);
  return {
    ...format,
    number: remembering(format.number, String),
    date: remembering(format.date, (date, { weekday = true, year = true } = {}) => `${date} ${weekday} ${year}`),
    shortDate: remembering(format.shortDate, String),
    hijri: remembering(format.hijri, String),
    time: remembering(format.time, instantIn),
    day: remembering(format.day, instantIn),
    offset: remembering(format.offset, instantIn),
  };
}

function instantIn(at: Instant, zone: Zone): string {
  return `${at} ${zone}`;
}

function formatOf(locale: string): Format {
  const tag = `${locale}-u-ca-gregory-nu-latn`;
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);
  const dates = new Map<string, Intl.DateTimeFormat>();

  /** Creating a formatter takes a hundred times as long as using it, so formatters are cached. */
  function formatter(key: string, options: Intl.DateTimeFormatOptions, language = tag): Intl.DateTimeFormat {
    const known = dates.get(key);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat(language, options);
    dates.set(key, made);
    return made;
  }

  function inWords(at: number, zone: string, weekday: boolean, year: boolean): string {
    const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', timeZone: zone };
    if (weekday) options.weekday = 'long';
    if (year) options.year = 'numeric';
    const parts = formatter(`${zone} ${weekday} ${year}`, options).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes): string =>
      parts.find((found) => found.type === type)?.value ?? '';
    return ['weekday' as const, 'day' as const, 'month' as const, 'year' as const].map(part).filter(Boolean).join(' ');
  }

  return {
    number: (value) => numbers.format(value),
    percent: (part, whole) => {
      if (part <= 0 || whole <= 0) return '0%';
      const share = Math.floor((part / whole) * 100);
      return share === 0 ? '<1%' : `${numbers.format(share)}%`;
    },
    plural: (count, forms) => (forms[plurals.select(count)] ?? forms.other).replaceAll('#', numbers.format(count)),
    date: (date, { weekday = true, year = true } = {}) => inWords(Date.parse(date) + noon, 'UTC', weekday, year),
    shortDate: (date) =>
      formatter('short', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(date) + noon),
    hijri: (date) => {
      const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
      const parts = formatter('hijri', options, `${locale}-u-ca-islamic-umalqura-nu-latn`).formatToParts(
        Date.parse(date) + noon,
      );
      return ['day', 'month', 'year'].map((type) => parts.find((part) => part.type === type)?.value ?? '').join(' ');
    },
    weekday: (day) =>
      formatter('weekday', { weekday: 'long', timeZone: 'UTC' }).format(someMonday + (day - 1) * 2 * noon),
    time: (at, zone) =>
      formatter(`time ${zone}`, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at),
    day: (at, zone) => inWords(at, zone, false, true),
    offset: (at, zone) => {
      // Uses the English form in every language, because "GMT+3" is understood everywhere, unlike its translations.
      const parts = formatter(`offset ${zone}`, { timeZone: zone, timeZoneName: 'shortOffset' }, 'en').formatToParts(
        at,
      );
      return (parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT')
        .replace('GMT', 'UTC')
        .replace(/\+0$/, '');
    },
  };
}

/** Quotes a person's words in our sentence. Cuts them, and isolates them, so that they keep their own direction. */
export function quoted(text: string, open: string, close: string): string {
  // A backtick would begin a command in our sentence.
  return `${open}\u2068${clip(text, 40).replaceAll('`', '\u02CB')}\u2069${close}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Formats a number of minutes since midnight as a time such as “08:30”. */
export function clock(minuteOfDay: number): string {
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

/** Sunday first. */
export function weekOrder(days: readonly Weekday[]): readonly Weekday[] {
  return days.toSorted((a, b) => (a % 7) - (b % 7));
}
