/**
 * Reads schedules as people write them: `08:30`, `08:30 sun-thu`, `sun 9:00`, `monthly 1 07:00`, `monthly last 18:00`,
 * `daily 8am`, `every day at 9`, and in Arabic. Pure. The caller gets the words that are not part of a schedule.
 */
import { foldWord } from '../text/fold.ts';
import type { Weekday } from './instant.ts';
import type { Schedule } from './schedule.ts';
import { parseWeekday, WEEKDAY_NAMES } from './weekday.ts';
import { ARABIC } from './words/arabic.ts';

export const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const lastDay = 31;

const daily = folded('daily', 'every-day', 'everyday', 'يوميًا', 'كل-يوم');
const weekly = folded('weekly', 'every', 'each', 'day', 'days', 'on', 'at', 'أسبوعيًا', 'كل', 'يوم', 'أيام', 'الساعة');
/** The words before an hour without minutes. */
const at = folded('at', 'الساعة');
const monthly = folded('monthly', 'شهريًا', 'كل-شهر');
const last = folded('last', 'آخر', 'أخير');
const morning = folded('am', 'ص', 'صباحًا');
const evening = folded('pm', 'م', 'مساءً');
/** Monday first. */
const arabicDays = new Map(
  ARABIC.weekdays.flatMap((names, index) => names.map((name) => [foldWord(name), (index + 1) as Weekday] as const)),
);

export interface ScheduleWords {
  /** Null if no time of day was given. */
  readonly schedule: Schedule | null;
  /** The words that were not understood, unchanged. */
  readonly rest: readonly string[];
}

export function readSchedule(words: readonly string[]): ScheduleWords {
  let minuteOfDay: number | null = null;
  let isMonthly = false;
  let day: number | null = null;
  const days = new Set<Weekday>();
  const rest: string[] = [];
  let before = '';
  for (const word of words.flatMap((one) => one.split(/[,،]/)).filter((one) => one !== '')) {
    const plain = foldWord(word);
    const time = readTime(plain) ?? (at.has(before) ? readHour(plain) : null);
    before = plain;
    const range = readDays(plain);
    if (time !== null && minuteOfDay === null) minuteOfDay = time;
    else if (range !== null) for (const one of range) days.add(one);
    else if (monthly.has(plain)) isMonthly = true;
    else if (daily.has(plain)) for (const one of everyDay) days.add(one);
    else if (last.has(plain) && isMonthly) day = lastDay;
    else if (isMonthly && day === null && /^\d{1,2}$/.test(plain) && Number(plain) >= 1 && Number(plain) <= 31)
      day = Number(plain);
    else if (!weekly.has(plain)) rest.push(word);
  }
  if (minuteOfDay === null) return { schedule: null, rest };
  if (isMonthly) return { schedule: { kind: 'monthly', minuteOfDay, day: day ?? 1 }, rest };
  return {
    schedule: { kind: 'days', minuteOfDay, days: days.size === 0 ? everyDay : everyDay.filter((one) => days.has(one)) },
    rest,
  };
}

/** Returns a short text that `readSchedule` reads back. */
export function formatScheduleText(schedule: Schedule): string {
  const time = `${pad(Math.floor(schedule.minuteOfDay / 60))}:${pad(schedule.minuteOfDay % 60)}`;
  if (schedule.kind === 'monthly') return `monthly ${schedule.day === lastDay ? 'last' : schedule.day} ${time}`;
  if (schedule.days.length === 7) return time;
  return `${time} ${runsOf(schedule.days).join(',')}`;
}

const name = (day: Weekday): string => WEEKDAY_NAMES[day - 1]?.slice(0, 3) ?? '';

/** Joins days to ranges such as `sun-thu`. The week begins with Sunday, and no range goes on after Saturday. */
function runsOf(days: readonly Weekday[]): string[] {
  const ring: Weekday[] = [7, 1, 2, 3, 4, 5, 6];
  const runs: Weekday[][] = [];
  for (const [index, day] of ring.entries()) {
    if (!days.includes(day)) continue;
    const before = ring[index - 1];
    const run = runs.at(-1);
    if (run !== undefined && before !== undefined && run.at(-1) === before) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    const end = run.at(-1);
    if (first === undefined || end === undefined) return [];
    return run.length > 2 ? [`${name(first)}-${name(end)}`] : run.map(name);
  });
}

/** Reads `8:30`, `08.30`, `8am` or `8:30pm`, and returns minutes after midnight. */
function readTime(word: string): number | null {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(\p{L}+)?$/u.exec(word);
  if (found === null) return null;
  const [, hours = '', minutes, half] = found;
  if (half !== undefined && !morning.has(half) && !evening.has(half)) return null;
  if (minutes === undefined && half === undefined) return null;
  const hour = Number(hours);
  if (Number(minutes ?? 0) > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const isLate = half !== undefined && evening.has(half);
  const ofDay = half === undefined ? hour : (hour % 12) + (isLate ? 12 : 0);
  return ofDay * 60 + Number(minutes ?? 0);
}

/** Reads an hour without minutes, such as `9` in "at 9". */
function readHour(word: string): number | null {
  return /^\d{1,2}$/.test(word) && Number(word) <= 23 ? Number(word) * 60 : null;
}

/** Reads one day, or a range that may continue in the next week. */
function readDays(word: string): readonly Weekday[] | null {
  const [first, end, ...more] = word.split('-').map(dayOf);
  if (first == null || more.length > 0) return null;
  if (end === undefined) return [first];
  if (end === null) return null;
  const run: Weekday[] = [first];
  for (let day = first; day !== end;) {
    day = ((day % 7) + 1) as Weekday;
    run.push(day);
  }
  return run;
}

function dayOf(word: string): Weekday | null {
  return parseWeekday(word) ?? arabicDays.get(word) ?? arabicDays.get(`ال${word}`) ?? null;
}

function folded(...words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(foldWord));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
