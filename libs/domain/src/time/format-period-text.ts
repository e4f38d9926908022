/**
 * Writes a period as text that `parsePeriod` reads back: in English (for buttons, suggestions, and every language
 * without forms of its own) or in Arabic. Pure. Do not show people this text, because locales write periods from the
 * resolved dates.
 */
import type { TypedPeriod } from './period.ts';
import { weekdayName } from './weekday.ts';
import { ARABIC } from './words/arabic.ts';
import { ENGLISH } from './words/english.ts';

export function formatPeriodText(spec: TypedPeriod, language = 'en'): string {
  switch (spec.kind) {
    case 'date':
      return spec.date;
    case 'range':
      return `${spec.first}..${spec.last}`;
    case 'part-of-day':
      return `${spec.date} ${(language === 'ar' ? ARABIC : ENGLISH).partsOfDay[spec.part][0] ?? ''}`;
    case 'last-days':
    case 'last-hours':
      return language === 'ar' ? lastInArabic(spec) : lastInEnglish(spec);
    case 'weekday':
      return language === 'ar' ? (ARABIC.weekdays[spec.weekday - 1]?.[0] ?? '') : weekdayName(spec.weekday);
    default:
      return language === 'ar' ? namedInArabic(spec) : spec.kind.replace('-', ' ');
  }
}

type LastSpec = TypedPeriod & { kind: 'last-days' | 'last-hours' };

function lastInEnglish(spec: LastSpec): string {
  const [amount, unit] = spec.kind === 'last-days' ? [spec.days, 'day'] : [spec.hours, 'hour'];
  return `last ${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/**
 * In Arabic, the noun has its own forms for one and two. It is in the plural after 3 to 10, and in the accusative
 * singular after 11 and more.
 */
function lastInArabic(spec: LastSpec): string {
  const [amount, one, two, few, many] =
    spec.kind === 'last-days'
      ? [spec.days, 'يوم', 'يومين', 'أيام', 'يومًا']
      : [spec.hours, 'ساعة', 'ساعتين', 'ساعات', 'ساعة'];
  if (amount === 2) return `آخر ${two}`;
  const lastDigits = amount % 100;
  const noun = lastDigits >= 3 && lastDigits <= 10 ? few : lastDigits >= 11 ? many : one;
  return `آخر ${amount} ${noun}`;
}

function namedInArabic(spec: TypedPeriod): string {
  return ARABIC.periods.find((phrase) => phrase.spec.kind === spec.kind)?.texts[0] ?? '';
}
