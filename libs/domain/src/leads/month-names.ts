/**
 * Reads the names of months in dates of a DMS, English and Arabic, Gregorian and Hijri. Returns a number from 1, and 0
 * for any other word. Pure.
 */
import { foldText } from '../text/fold.ts';

const gregorian = byName([
  'january|jan|يناير|كانون الثاني',
  'february|feb|فبراير|شباط',
  'march|mar|مارس|آذار',
  'april|apr|أبريل|نيسان',
  'may|مايو|أيار',
  'june|jun|يونيو|حزيران',
  'july|jul|يوليو|تموز',
  'august|aug|أغسطس|آب',
  'september|sep|sept|سبتمبر|أيلول',
  'october|oct|أكتوبر|تشرين الأول',
  'november|nov|نوفمبر|تشرين الثاني',
  'december|dec|ديسمبر|كانون الأول',
]);

const hijri = byName([
  'محرم|المحرم',
  'صفر',
  'ربيع الأول',
  'ربيع الآخر|ربيع الثاني',
  'جمادى الأولى|جمادى الأول',
  'جمادى الآخرة|جمادى الثانية|جمادى الآخر',
  'رجب',
  'شعبان',
  'رمضان',
  'شوال',
  'ذو القعدة|ذي القعدة',
  'ذو الحجة|ذي الحجة',
]);

export function gregorianMonth(name: string): number {
  return gregorian.get(foldText(name)) ?? 0;
}

export function hijriMonth(name: string): number {
  return hijri.get(foldText(name)) ?? 0;
}

function byName(months: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    months.flatMap((names, index) => names.split('|').map((name) => [foldText(name), index + 1] as const)),
  );
}
