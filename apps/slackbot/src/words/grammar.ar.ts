/** The grammar of Arabic: numbers, plural forms, quotation marks. Pure. */
import { clip, createFormat, type Forms, quoted } from '@leadbell/i18n';

export const format = createFormat('ar');
export const { number, plural } = format;

export function q(text: string): string {
  return quoted(text, '«', '»');
}

/** A command as code. It is the whole line, so that it works when a person copies and pastes it. */
export function command(text: string): string {
  return `\`/leads ${clip(text, 150).replaceAll('`', '')}\``;
}

export function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `هل تقصد ${q(near)}؟`;
}

export const leadForms: Forms = {
  zero: 'لا عملاء محتملين',
  one: 'عميل محتمل واحد',
  two: 'عميلان محتملان',
  few: '# عملاء محتملين',
  many: '# عميلًا محتملًا',
  other: '# عميل محتمل',
};

export const lastDays: Forms = {
  zero: 'آخر # يوم',
  one: 'آخر يوم',
  two: 'آخر يومين',
  few: 'آخر # أيام',
  many: 'آخر # يومًا',
  other: 'آخر # يوم',
};

export const lastHours: Forms = {
  zero: 'آخر # ساعة',
  one: 'آخر ساعة',
  two: 'آخر ساعتين',
  few: 'آخر # ساعات',
  many: 'آخر # ساعة',
  other: 'آخر # ساعة',
};

export const timesForms: Forms = {
  zero: 'ولا مرة',
  one: 'مرة واحدة',
  two: 'مرتين',
  few: '# مرات',
  many: '# مرة',
  other: '# مرة',
};

export const characterForms: Forms = {
  zero: '# حرف',
  one: 'حرفًا واحدًا',
  two: 'حرفين',
  few: '# أحرف',
  many: '# حرفًا',
  other: '# حرف',
};

export const minuteForms: Forms = {
  zero: '# دقيقة',
  one: 'دقيقة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
};

/** The forms of "minutes" after منذ. */
const minutesAgo: Forms = {
  zero: '# دقيقة',
  one: 'دقيقة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
};

const hoursAgo: Forms = {
  zero: '# ساعة',
  one: 'ساعة',
  two: 'ساعتين',
  few: '# ساعات',
  many: '# ساعة',
  other: '# ساعة',
};

const daysAgo: Forms = {
  zero: '# يوم',
  one: 'يوم',
  two: 'يومين',
  few: '# أيام',
  many: '# يومًا',
  other: '# يوم',
};

export const dayForms: Forms = {
  zero: '# يوم',
  one: 'يوم واحد',
  two: 'يومين',
  few: '# أيام',
  many: '# يومًا',
  other: '# يوم',
};

/** An age in milliseconds as text, such as منذ 12 دقيقة. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'الآن';
  if (minutes < 60) return `منذ ${plural(minutes, minutesAgo)}`;
  if (minutes < 1_440) return `منذ ${plural(Math.floor(minutes / 60), hoursAgo)}`;
  return `منذ ${plural(Math.floor(minutes / 1_440), daysAgo)}`;
}
