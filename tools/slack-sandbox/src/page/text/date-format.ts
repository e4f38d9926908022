/** Formats Slack's date tokens (`{date_short_pretty} at {time}`) for one reader. `timestamp` is in seconds. Pure. */
export interface Reader {
  locale: string;
  tz: string;
  /** Epoch milliseconds. */
  now: number;
}

const shapes: Record<string, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  day_divider: { weekday: 'long', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor({ locale, tz }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${tz} ${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    // Slack always uses the Gregorian calendar. `ar-SA` alone would choose another calendar, and digits that apps don't
    // use.
    const calendar = { calendar: 'gregory', numberingSystem: 'latn' } as const;
    formatter = new Intl.DateTimeFormat(locale, { ...options, ...calendar, timeZone: tz });
    formatters.set(key, formatter);
  }
  return formatter;
}

export function formatWith(reader: Reader, options: Intl.DateTimeFormatOptions, ms: number): string {
  return formatterFor(reader, options).format(ms);
}

function isClock({ type }: Intl.DateTimeFormatPart): boolean {
  return type === 'hour' || type === 'minute';
}

/** Such as `9:43`, for narrow places. */
export function shortTime(reader: Reader, ms: number): string {
  const parts = formatterFor(reader, { hour: 'numeric', minute: '2-digit' }).formatToParts(ms);
  return parts
    .filter(isClock)
    .map(({ value }) => value)
    .join(':');
}

/** Such as `2026-11-23`, in the reader's time zone. */
export function dayOf(reader: Reader, ms: number): string {
  const iso = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return formatWith({ ...reader, locale: 'en-CA' }, iso, ms);
}

function daysFromToday(reader: Reader, ms: number): number {
  return Math.round((Date.parse(dayOf(reader, ms)) - Date.parse(dayOf(reader, reader.now))) / 86_400_000);
}

/** Returns "today", "yesterday" or "tomorrow" in the reader's language; undefined for other days. */
export function nearDay(reader: Reader, ms: number): string | undefined {
  const days = daysFromToday(reader, ms);
  if (Math.abs(days) > 1) return undefined;
  const word = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function ago(reader: Reader, ms: number): string {
  const seconds = Math.round((ms - reader.now) / 1000);
  const relative = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' });
  for (const [unit, size] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, 'second');
}

function token(name: string, reader: Reader, ms: number): string | undefined {
  if (name === 'date_num') return dayOf(reader, ms);
  if (name === 'ago') return ago(reader, ms);
  const pretty = name.endsWith('_pretty');
  const shape = shapes[pretty ? name.slice(0, -7) : name];
  if (shape === undefined) return undefined;
  return (pretty ? nearDay(reader, ms) : undefined) ?? formatWith(reader, shape, ms);
}

/** Returns `undefined` for an unknown token; then the fallback is shown. */
export function formatDate(format: string, timestamp: number, reader: Reader): string | undefined {
  const ms = timestamp * 1000;
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined;
  let known = true;
  const text = format.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const made = token(name, reader, ms);
    known &&= made !== undefined;
    return made ?? '';
  });
  return known ? text : undefined;
}
