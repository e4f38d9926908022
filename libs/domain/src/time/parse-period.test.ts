import { runs } from '../runs-fixtures.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, PlainDate } from './instant.ts';
import type { TypedPeriod } from './period.ts';
import type { ParsedPeriod } from './parse-period.ts';
import { formatPeriodText } from './format-period-text.ts';
import { parsePeriod } from './parse-period.ts';
import { addDays } from './plain-date.ts';
import { MAX_PERIOD_DAYS } from './resolve-period.ts';
import { editDistance } from '../text/edit-distance.ts';
import { parseZone } from './zone.ts';
import { anyCharacter } from '../text/character-fixtures.ts';

export const RUNS = 3000;

const TODAY = '2025-08-27' as PlainDate;

/** Reads the text as on a Wednesday at 15:30 in Riyadh, unless `now` is given. */
function parse(text: string, now = '2025-08-27T12:30:00.000Z'): ParsedPeriod {
  const zone = parseZone('Asia/Riyadh');
  if (zone === null) throw new RangeError('no zone data');
  return parsePeriod(text, { now: Date.parse(now) as Instant, zone, weekStart: 7 });
}

/** Returns the canonical text of the period that was read, or the error. */
function understood(text: string, now?: string): string {
  const parsed = parse(text, now);
  return parsed.ok ? formatPeriodText(parsed.spec) : `${parsed.error.kind}: ${parsed.error.word}`;
}

/** Canonical texts, each with other ways to write the period. */
const GOOD: readonly [string, readonly string[]][] = [
  ['today', ['today', 'TODAY', ' Today ', 'today.', '`today`', "today's", 'this day', 'ｔｏｄａｙ']],
  ['today', ['اليوم', 'هذا اليوم', 'اليَوْم', 'الـيـوم', '\u200Fاليوم\u200F', '\u2067اليوم\u2069', 'النهاردة']],
  ['yesterday', ['yesterday', 'Yesterday!', '\u202Ayesterday\u202C']],
  ['yesterday', ['أمس', 'امس', 'أَمْسِ', 'يوم أمس', 'امبارح', 'إمبارح', 'البارحة', 'البارحه']],
  ['this week', ['this week', 'this   week', 'This-Week', 'this_week', 'current week']],
  ['this week', ['هذا الأسبوع', 'هذا الاسبوع', 'الأسبوع الحالي', 'هذا\u00A0الأسبوع', 'هذا\nالأسبوع']],
  ['last week', ['last week', 'Last week', 'previous week', 'the last week']],
  ['last week', ['الأسبوع الماضي', 'الاسبوع الماضى', 'الأسبوع السابق', 'الأُسبوع الماضي']],
  ['this month', ['this month', 'current month', 'هذا الشهر', 'الشهر الحالي', 'august', 'أغسطس']],
  ['last month', ['last month', 'previous month', 'الشهر الماضي', 'الشهر الماضى', 'الشهر الفائت']],
  ['monday', ['monday', 'Mon', 'on monday', 'الاثنين', 'الإثنين', 'الأثنين', 'يوم الاثنين', 'الاتنين']],
  ['tuesday', ['tuesday', 'tue', 'Tues', 'الثلاثاء', 'الثلاثا', 'يوم الثلاثاء']],
  ['wednesday', ['wednesday', 'wed', 'الأربعاء', 'الاربعاء', 'الاربعا']],
  ['thursday', ['thursday', 'thu', 'thurs', 'الخميس', 'يوم الخميس']],
  ['friday', ['friday', 'fri', 'الجمعة', 'الجمعه']],
  ['saturday', ['saturday', 'sat', 'السبت']],
  ['sunday', ['sunday', 'sun', 'SUN', 'الأحد', 'الاحد', 'يوم الأحد']],
  ['last 1 day', ['last 1 day', '1d', 'last one day', 'آخر 1 يوم']],
  ['last 2 days', ['last 2 days', 'آخر يومين', 'اخر يومين', 'يومين', 'اليومين الماضيين']],
  ['last 3 days', ['last 3 days', 'Last  3  Days', 'past 3 days', '3d', '3 d', '3 days', 'last three days', 'last 3d']],
  ['last 3 days', ['آخر 3 أيام', 'آخر ٣ أيام', 'آخر ۳ ایام', 'اخر ٣ ايام', 'آخر ثلاثة أيام', '٣ أيام', 'آخر ٣أيام']],
  [
    'last 7 days',
    ['last 7 days', 'last 1 week', '1w', 'الأيام السبعة الماضية', 'الأيام الـ 7 الماضية', 'خلال آخر ٧ أيام'],
  ],
  ['last 14 days', ['last 2 weeks', '2w', 'آخر أسبوعين', 'آخر 14 يومًا', 'آخر ١٤ يوما']],
  ['last 92 days', ['last 92 days', '92d', 'آخر ٩٢ يوماً']],
  ['last 1 hour', ['last hour', 'last 1 hour', '1h', 'آخر ساعة', 'الساعة الماضية']],
  ['last 2 hours', ['last 2 hours', '2h', 'آخر ساعتين', 'الساعتين الماضيتين']],
  [
    'last 12 hours',
    ['last 12 hours', '12h', '12 hrs', 'past twelve hours', 'آخر 12 ساعة', 'آخر ١٢ ساعه', 'آخر ۱۲ ساعة'],
  ],
  ['last 2208 hours', ['last 2208 hours']],
  ['2025-08-24', ['2025-08-24', '2025-8-24', '2025/08/24', '2025.08.24', '٢٠٢٥-٠٨-٢٤', '۲۰۲۵/۰۸/۲۴', '2025–08–24']],
  ['2025-08-24', ['24/08/2025', '24-8-2025', '24.08.2025', '٢٤/٠٨/٢٠٢٥', '٢٤\u200F/٨\u200F/٢٠٢٥', '24/8', '٢٤/٨']],
  ['2025-08-24', ['24 aug', '24 Aug', '24aug', 'aug 24', 'Aug. 24', '24th of August', 'August 24th', '24-Aug-2025']],
  ['2025-08-24', ['24 august 2025', 'aug 24, 2025', '2025 aug 24', '24/aug/2025', 'the 24th of august']],
  ['2025-08-24', ['٢٤ أغسطس', '24 اغسطس', '٢٤ أغسطس ٢٠٢٥', 'يوم ٢٤ أغسطس', '24 آب', '٢٤ اب ٢٠٢٥', '24 غشت', '24 أوت']],
  // A date without a year is the latest such date that is not in the future.
  ['2025-08-27', ['27 aug', '27/8', '٢٧ أغسطس']],
  ['2024-08-28', ['28 aug', '28/8', '٢٨ أغسطس']],
  ['2024-12-25', ['25 dec', 'dec 25', '٢٥ ديسمبر', '25 كانون الأول', '٢٥ كانون الاول', '25 دجنبر']],
  // “Last friday” is the last Friday before today, which is a Wednesday here.
  ['2025-08-22', ['last friday', 'previous friday', 'الجمعة الماضية', 'يوم الجمعة الماضي']],
  ['2025-08-20', ['last wednesday', 'الأربعاء الماضي']],
  ['2025-08-24..2025-08-27', ['since sunday', 'منذ الأحد', 'since 24 august', 'since this week']],
  ['today', ['since today', 'since wednesday']],
  ['2025-08-20..2025-08-24', ['between 20 and 24 august', 'بين 20 و24 أغسطس', 'between 20/8 and 24/8']],
  ['2025-08-27 morning', ['this morning', 'morning', 'هذا الصباح', 'صباح اليوم', 'اليوم صباحًا', 'today morning']],
  ['2025-08-26 evening', ['yesterday evening', 'مساء أمس', '2025-08-26 evening']],
  ['2025-08-24 afternoon', ['sunday afternoon', 'بعد ظهر الأحد', '24 aug afternoon']],
  ['last 7 days', ['past week', 'آخر أسبوع']],
  ['last 30 days', ['past month', 'آخر شهر']],
  // Umm al-Qura.
  ['2025-08-25', ['٢ ربيع الأول', '2 ربيع أول 1447', '1447/03/02', '02/03/1447', '2 rabi al-awwal']],
  ['2025-03-14', ['14 رمضان', '14 ramadan 1446']],
  ['2025-03-01..2025-03-29', ['رمضان', 'ramadan 1446', 'رمضان ١٤٤٦']],
  ['2024-02-29', ['29 feb', '29/2', '٢٩ فبراير', '29 شباط']],
  ['2025-01-05', ['5 jan', '5/1', '٥ يناير', '5 كانون الثاني', '5 جانفي']],
  ['2025-03-05', ['5 march', '٥ مارس', '5 آذار', '5 اذار']],
  ['2025-04-05', ['5 apr', '٥ أبريل', '5 ابريل', '5 إبريل', '5 نيسان']],
  ['2025-05-05', ['5 may', '٥ مايو', '5 أيار', '5 ماي']],
  ['2025-06-05', ['5 june', '5 jun', '٥ يونيو', '٥ يونيه', '5 حزيران']],
  ['2025-07-05', ['5 july', '٥ يوليو', '٥ يوليه', '5 تموز']],
  ['2024-09-05', ['5 sept', '5 sep', '٥ سبتمبر', '5 أيلول']],
  ['2024-10-05', ['5 oct', '٥ أكتوبر', '5 تشرين الأول']],
  ['2024-11-05', ['5 november', '٥ نوفمبر', '5 تشرين الثاني']],
  ['2025-08-25', ['day before yesterday', 'the day before yesterday', 'أول أمس', 'اول امس', 'قبل أمس']],
  ['2024-12-01..2024-12-31', ['december', 'dec 2024', '2024 dec', 'ديسمبر', 'كانون الأول ٢٠٢٤']],
  ['2025-08-20..2025-08-24', ['2025-08-20..2025-08-24', '2025-08-20 .. 2025-08-24', '2025-08-20...2025-08-24']],
  ['2025-08-20..2025-08-24', ['2025-08-20 to 2025-08-24', '2025-08-20 – 2025-08-24', '2025-08-20–2025-08-24']],
  ['2025-08-20..2025-08-24', ['2025-08-20 - 2025-08-24', '2025-08-20—2025-08-24', 'from 20/8 until 24/8']],
  ['2025-08-20..2025-08-24', ['20 to 24 aug', '20-24 aug', '20–24 Aug 2025', 'aug 20-24', '20 aug to 24 aug 2025']],
  ['2025-08-20..2025-08-24', ['من ٢٠ إلى ٢٤ أغسطس', '٢٠ أغسطس حتى ٢٤ أغسطس', '٢٠٢٥-٠٨-٢٠..٢٠٢٥-٠٨-٢٤', '20 - 24 آب']],
  ['2025-08-24..2025-08-26', ['sunday to tuesday', 'sun–tue', 'من الأحد إلى الثلاثاء', '24 aug to yesterday']],
  ['2024-12-28..2025-01-03', ['28 dec to 3 jan', '28 dec 2024 to 3 jan', '28 dec to 3 jan 2025']],
  // A part of the period is in the future.
  ['2025-08-24..2025-08-30', ['24 aug to 30 aug', '2025-08-24..2025-08-30']],
  ['2025-05-28..2025-08-27', ['2025-05-28..2025-08-27', '28 may to today']],
];

describe('parsePeriod', () => {
  it.each(GOOD)('%s: %j', (canonical, texts) => {
    expect(texts.map((text) => `${text} = ${understood(text)}`)).toEqual(texts.map((text) => `${text} = ${canonical}`));
  });

  it('today is the day on the business’s clock', () => {
    expect(understood('28 aug', '2025-08-27T20:59:59.999Z')).toBe('2024-08-28');
    expect(understood('28 aug', '2025-08-27T21:00:00.000Z')).toBe('2025-08-28');
    expect(understood('2025-08-28', '2025-08-27T20:59:59.999Z')).toBe('in-future: 2025-08-28');
  });
});

/** Each row has the input, its error, the word that is reported, and the suggestion. */
const BAD: readonly [string, string, string, string | undefined][] = [
  // Words with typing errors.
  ['yestreday', 'unknown-word', 'yestreday', 'yesterday'],
  ['Yesturday', 'unknown-word', 'Yesturday', 'yesterday'],
  ['yesterda', 'unknown-word', 'yesterda', 'yesterday'],
  ['yday', 'unknown-word', 'yday', 'yesterday'],
  ['tdoay', 'unknown-word', 'tdoay', 'today'],
  ['toady', 'unknown-word', 'toady', 'today'],
  ['lst week', 'unknown-word', 'lst', 'last week'],
  ['last wek', 'unknown-word', 'wek', 'last week'],
  ['lastweek', 'unknown-word', 'lastweek', 'last week'],
  ['tihs week', 'unknown-word', 'tihs', 'this week'],
  ['last moth', 'unknown-word', 'moth', 'last month'],
  ['previus month', 'unknown-word', 'previus', 'last month'],
  ['wendsday', 'unknown-word', 'wendsday', 'wednesday'],
  ['Thrusday', 'unknown-word', 'Thrusday', 'thursday'],
  ['sundy', 'unknown-word', 'sundy', 'sunday'],
  ['lsat 3 dyas', 'unknown-word', 'lsat', 'last 3 days'],
  ['last 3 dayz', 'unknown-word', 'dayz', 'last 3 days'],
  ['last 12 huors', 'unknown-word', 'huors', 'last 12 hours'],
  ['24 agu', 'unknown-word', 'agu', '2025-08-24'],
  ['24 augsut 2024', 'unknown-word', 'augsut', '2024-08-24'],
  // Arabic words with typing errors.
  ['اليم', 'unknown-word', 'اليم', 'today'],
  ['البارحح', 'unknown-word', 'البارحح', 'yesterday'],
  ['الاسبوع الماظي', 'unknown-word', 'الماظي', 'last week'],
  ['هدا الأسبوع', 'unknown-word', 'هدا', 'this week'],
  ['الشهر المضي', 'unknown-word', 'المضي', 'last month'],
  ['الحميس', 'unknown-word', 'الحميس', 'thursday'],
  ['آخر ٣ ايم', 'unknown-word', 'ايم', 'last 3 days'],
  ['٢٤ أغصطس', 'unknown-word', 'أغصطس', '2025-08-24'],
  // Texts with too few or too many words, or words with another meaning.
  ['week', 'unknown-word', 'week', 'this week'],
  ['month', 'unknown-word', 'month', 'this month'],
  ['sun-tue', 'unknown-word', 'sun-tue', '2025-08-24..2025-08-26'],
  ['أسبوع', 'unknown-word', 'أسبوع', 'this week'],
  ['sat 23 aug', 'unknown-word', 'sat 23 aug', '2025-08-23'],
  ['leads from yesterday please', 'unknown-word', 'leads', 'yesterday'],
  ['3 days ago', 'unknown-word', 'ago', 'last 3 days'],
  ['last 2 months', 'unknown-word', 'months', 'last 60 days'],
  ['آخر شهرين', 'unknown-word', 'شهرين', 'last 60 days'],
  ['last 30 minutes', 'unknown-word', 'minutes', 'last 1 hour'],
  ['last year', 'unknown-word', 'last year', 'last 92 days'],
  ['2025-08-24 2025-08-26', 'unknown-word', '2025-08-24 2025-08-26', '2025-08-24..2025-08-26'],
  ['2025-08-24..', 'unknown-word', '2025-08-24..', '2025-08-24'],
  ['2025-08-20..banana', 'unknown-word', 'banana', '2025-08-20'],
  ['2025-08-24T21:00:00.000Z', 'unknown-word', '2025-08-24T21:00:00.000Z', '2025-08-24'],
  // For weekends and quarters, their days are suggested. Weeks can't be named by a number.
  ['weekend', 'unknown-word', 'weekend', '2025-08-22..2025-08-23'],
  ['نهاية الأسبوع', 'unknown-word', 'نهاية الأسبوع', '2025-08-22..2025-08-23'],
  ['week 34', 'unknown-word', 'week 34', 'last week'],
  ['this quarter', 'unknown-word', 'this quarter', '2025-07-01..2025-08-27'],
  ['Q2', 'unknown-word', 'Q2', '2025-04-01..2025-06-30'],
  ['q4', 'unknown-word', 'q4', '2024-10-01..2024-12-31'],
  ['الربع الماضي', 'unknown-word', 'الربع الماضي', '2025-04-01..2025-06-30'],
  ['today and yesterday', 'unknown-word', 'today and yesterday', '2025-08-26..2025-08-27'],
  ['this evening', 'in-future', 'this evening', 'today'],
  ['30 صفر 1447', 'bad-date', '30 صفر 1447', '2025-08-23'],
  ['since january', 'too-long', 'since january', 'last 92 days'],
  // Nothing is similar.
  ['banana', 'unknown-word', 'banana', undefined],
  ['سيارة', 'unknown-word', 'سيارة', undefined],
  ['...', 'unknown-word', '...', undefined],
  ['<@U123>', 'unknown-word', '<@U123>', undefined],
  ['', 'empty', '', 'today'],
  [' \u200F ', 'empty', '', 'today'],
  // Dates that do not exist, or may be read in two ways.
  ['2025-02-30', 'bad-date', '2025-02-30', '2025-02-28'],
  ['٢٠٢٥-٠٢-٣٠', 'bad-date', '٢٠٢٥-٠٢-٣٠', '2025-02-28'],
  ['29 feb 2025', 'bad-date', '29 feb 2025', '2025-02-28'],
  ['31 sep', 'bad-date', '31 sep', '2024-09-30'],
  ['٣١ أبريل', 'bad-date', '٣١ أبريل', '2025-04-30'],
  ['2025-13-01', 'bad-date', '2025-13-01', '2025-01-13'],
  ['2025-00-10', 'bad-date', '2025-00-10', '2025-01-10'],
  ['08/24/2025', 'bad-date', '08/24/2025', '2025-08-24'],
  ['24/08/25', 'bad-date', '24/08/25', '2025-08-24'],
  ['24 aug 25', 'bad-date', '24 aug 25', '2025-08-24'],
  ['20250824', 'bad-date', '20250824', '2025-08-24'],
  ['24', 'bad-date', '24', '2025-08-24'],
  ['0 aug', 'bad-date', '0 aug', '2025-08-01'],
  ['2025-02-30..2025-03-05', 'bad-date', '2025-02-30', '2025-02-28'],
  ['2025-03-05..2025-04-31', 'bad-date', '2025-04-31', '2025-04-30'],
  // Reversed.
  ['2025-08-24..2025-08-20', 'reversed-range', '2025-08-24..2025-08-20', '2025-08-20..2025-08-24'],
  ['24 aug to 20 aug', 'reversed-range', '24 aug to 20 aug', '2025-08-20..2025-08-24'],
  ['today to yesterday', 'reversed-range', 'today to yesterday', '2025-08-26..2025-08-27'],
  ['من ٢٤ إلى ٢٠ أغسطس', 'reversed-range', 'من ٢٤ إلى ٢٠ أغسطس', '2025-08-20..2025-08-24'],
  // Too long.
  ['last 93 days', 'too-long', 'last 93 days', 'last 92 days'],
  ['last 14 weeks', 'too-long', 'last 14 weeks', 'last 92 days'],
  ['last 2209 hours', 'too-long', 'last 2209 hours', 'last 2208 hours'],
  ['last 99999999999999999999 days', 'too-long', 'last 99999999999999999999 days', 'last 92 days'],
  ['آخر 100 يوم', 'too-long', 'آخر 100 يوم', 'last 92 days'],
  ['2025-05-27..2025-08-27', 'too-long', '2025-05-27..2025-08-27', '2025-05-28..2025-08-27'],
  ['2025-01-01..2025-12-31', 'too-long', '2025-01-01..2025-12-31', '2025-05-28..2025-08-27'],
  // In the future.
  ['tomorrow', 'in-future', 'tomorrow', 'today'],
  ['غدًا', 'in-future', 'غدًا', 'today'],
  ['بكرة', 'in-future', 'بكرة', 'today'],
  ['next week', 'in-future', 'next week', 'this week'],
  ['الأسبوع القادم', 'in-future', 'الأسبوع القادم', 'this week'],
  ['next month', 'in-future', 'next month', 'this month'],
  ['2025-08-28', 'in-future', '2025-08-28', 'today'],
  ['28 aug 2025', 'in-future', '28 aug 2025', 'today'],
  ['24/08/2026', 'in-future', '24/08/2026', '2025-08-24'],
  ['2025-08-28..2025-08-30', 'in-future', '2025-08-28..2025-08-30', 'today'],
  // Invalid amounts.
  ['last 0 days', 'bad-amount', 'last 0 days', 'last 1 day'],
  ['last -3 days', 'bad-amount', 'last -3 days', 'last 3 days'],
  ['last 2.5 days', 'bad-amount', 'last 2.5 days', 'last 3 days'],
  ['آخر ٠ أيام', 'bad-amount', 'آخر ٠ أيام', 'last 1 day'],
  ['last days', 'bad-amount', 'last days', 'last 24 hours'],
  ['last day', 'bad-amount', 'last day', 'last 24 hours'],
  ['last 3', 'bad-amount', 'last 3', 'last 3 days'],
];

/** Returns each form of the word with two neighbouring letters swapped. */
function swaps(word: string): string[] {
  return Array.from(word.slice(1), (letter, at) => word.slice(0, at) + letter + (word[at] ?? '') + word.slice(at + 2));
}

describe('invalid input', () => {
  it.each(BAD)('%j is refused as %s because of %j, and the suggestion is %s', (text, kind, word, nearest) => {
    const parsed = parse(text);
    expect(
      parsed.ok ? parsed : { kind: parsed.error.kind, word: parsed.error.word, nearest: parsed.error.nearest },
    ).toEqual({
      kind,
      word,
      nearest,
    });
  });

  it('every swap of two neighbouring letters is corrected', () => {
    const words = [
      'yesterday',
      'wednesday',
      'thursday',
      'last week',
      'this month',
      'الأسبوع الماضي',
      'هذا الشهر',
      'الخميس',
    ];
    const slips = words.flatMap((word) => swaps(word).map((slip) => [word, slip]));
    const lost = slips.filter(([word = '', slip = '']) => {
      const [meant, got] = [parse(word), parse(slip)];
      return !meant.ok || formatPeriodText(meant.spec) !== (got.ok ? formatPeriodText(got.spec) : got.error.nearest);
    });
    expect(slips.length).toBeGreaterThan(60);
    expect(lost).toEqual([]);
  });

  it('invalid input is quoted as one short line without invisible marks', () => {
    const parsed = parse(`\u202E${'x'.repeat(30)}\n\u200F${'y'.repeat(5000)}`);
    expect(parsed.ok ? '' : parsed.error.word).toMatch(/^[xy ]{60}$/);
  });
});

/** Generates periods that can be requested on `TODAY`, of every kind except parts of days. */
function specs(): fc.Arbitrary<TypedPeriod> {
  const daysAgo = fc.integer({ min: 0, max: 15_000 });
  return fc.oneof(
    fc
      .constantFrom('today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month')
      .map((kind): TypedPeriod => ({ kind })),
    fc.constantFrom(1, 2, 3, 4, 5, 6, 7).map((weekday): TypedPeriod => ({ kind: 'weekday', weekday: weekday as 1 })),
    fc.integer({ min: 1, max: MAX_PERIOD_DAYS }).map((days): TypedPeriod => ({ kind: 'last-days', days })),
    fc.integer({ min: 1, max: MAX_PERIOD_DAYS * 24 }).map((hours): TypedPeriod => ({ kind: 'last-hours', hours })),
    daysAgo.map((days): TypedPeriod => ({ kind: 'date', date: addDays(TODAY, -days) })),
    fc.tuple(daysAgo, fc.integer({ min: 0, max: MAX_PERIOD_DAYS - 1 })).map(([days, length]): TypedPeriod => {
      const first = addDays(TODAY, -days);
      return { kind: 'range', first, last: addDays(first, length) };
    }),
  );
}

describe('formatPeriodText', () => {
  it('parsePeriod reads back the text in both languages', () => {
    fc.assert(
      fc.property(specs(), (spec) => {
        expect(parse(formatPeriodText(spec))).toEqual({ ok: true, spec });
        expect(parse(formatPeriodText(spec, 'ar'))).toEqual({ ok: true, spec });
      }),
      { numRuns: runs(RUNS) },
    );
  });

  it.each([
    [{ kind: 'last-days', days: 1 }, 'last 1 day', 'آخر 1 يوم'],
    [{ kind: 'last-days', days: 2 }, 'last 2 days', 'آخر يومين'],
    [{ kind: 'last-days', days: 3 }, 'last 3 days', 'آخر 3 أيام'],
    [{ kind: 'last-days', days: 11 }, 'last 11 days', 'آخر 11 يومًا'],
    [{ kind: 'last-hours', hours: 103 }, 'last 103 hours', 'آخر 103 ساعات'],
    [{ kind: 'last-hours', hours: 24 }, 'last 24 hours', 'آخر 24 ساعة'],
    [{ kind: 'last-week' }, 'last week', 'الأسبوع الماضي'],
    [{ kind: 'weekday', weekday: 7 }, 'sunday', 'الأحد'],
  ] as const)('%j', (spec, english, arabic) => {
    expect([formatPeriodText(spec), formatPeriodText(spec, 'ar')]).toEqual([english, arabic]);
  });
});

const PIECES = 'last,آخر,3,٣,-,..,to,إلى,aug,أغسطس,days,أيام,2025,24,/, ,monday,31/02,tomorrow,week'.split(',');

describe('any text', () => {
  it('any text is read or rejected without throwing, and every suggestion can be read', () => {
    const pieces = fc.constantFrom(...PIECES);
    const texts = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 60 }),
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text);
        const { nearest, nearestSpec: spec } = parsed.ok
          ? { nearest: 'today', nearestSpec: { kind: 'today' } }
          : parsed.error;
        expect(nearest === undefined ? undefined : parse(nearest)).toEqual(spec && { ok: true, spec });
      }),
      { numRuns: runs(RUNS) },
    );
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['today', 'today', 0],
    ['tdoay', 'today', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
    ['امس', 'امبس', 1],
  ])('%j to %j: %d', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
    expect(editDistance(other, one)).toBe(distance);
  });
});
