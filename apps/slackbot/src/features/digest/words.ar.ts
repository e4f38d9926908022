/** Arabic. Pure. */
import { number, plural } from '../../words/grammar.ar.ts';
import type { DigestWords } from './words.en.ts';

export const ar: DigestWords = {
  digest: {
    title: 'عملاؤك المحتملون باختصار',
    same: 'مثل',
    up: (by) => `بزيادة ${by} عن`,
    down: (by) => `بانخفاض ${by} عن`,
    onDayBefore: (change, then) => `${change} اليوم السابق (${then})`,
    onDaysBefore: (change, then) => `${change} الأيام السابقة (${then})`,
    onWeekBefore: (change, then) => `${change} الوقت نفسه من الأسبوع الماضي (${then})`,
    seeHot: 'عرض العملاء الساخنين',
    hot: (n) =>
      plural(n, {
        zero: 'لا عملاء ساخنين',
        one: 'عميل ساخن واحد',
        two: 'عميلان ساخنان',
        few: '# عملاء ساخنين',
        many: '# عميلًا ساخنًا',
        other: '# عميل ساخن',
      }),
    testDrives: (n) =>
      plural(n, {
        zero: 'لا طلبات لتجربة القيادة',
        one: 'عميل واحد يريد تجربة قيادة',
        two: 'عميلان يريدان تجربة قيادة',
        few: '# عملاء يريدون تجربة قيادة',
        many: '# عميلًا يريدون تجربة قيادة',
        other: '# عميل يريدون تجربة قيادة',
      }),
    afterHours: (n) => `خارج أوقات العمل: ${number(n)}`,
    quality: 'يستحق المراجعة',
    noPhone: (n) => `بدون رقم هاتف: ${number(n)}`,
    unreachable: (n) => `بدون هاتف ولا بريد إلكتروني: ${number(n)}`,
    duplicates: (n) => `من عملاء سبق أن تواصلوا معنا (الهاتف أو البريد نفسه): ${number(n)}`,
    dayBefore: 'اليوم السابق',
    daysBefore: 'الأيام السابقة',
    weekBefore: 'قبل أسبوع',
    stood: (when, errored, created, pending) =>
      `${when}: بأخطاء ${number(errored)}، أُنشئ في \u2068DMS\u2069 ${number(created)}، قيد الانتظار ${number(pending)}`,
    rest: 'القوائم كاملة',
    byHour: 'ساعة بساعة',
    byDay: 'يومًا بيوم',
    leadsColumn: 'العملاء',
    changeColumn: 'التغيّر',
    newHere: 'جديد',
    openBulks: (n) =>
      plural(n, {
        zero: 'لا دفعات قيد التنفيذ',
        one: 'دفعة واحدة قيد التنفيذ',
        two: 'دفعتان قيد التنفيذ',
        few: '# دفعات قيد التنفيذ',
        many: '# دفعة قيد التنفيذ',
        other: '# دفعة قيد التنفيذ',
      }),
    cancelledBulks: (n) =>
      plural(n, {
        zero: 'لم تُلغَ دفعات',
        one: 'أُلغيت دفعة واحدة',
        two: 'أُلغيت دفعتان',
        few: 'أُلغيت # دفعات',
        many: 'أُلغيت # دفعة',
        other: 'أُلغيت # دفعة',
      }),
    late: (time) => `أُرسل متأخرًا: كان موعده ${time}، ولم يكن Leadbell أو نظام DMS متاحًا حينها.`,
    merged: (n) =>
      plural(n, {
        zero: 'لا ملخصات فائتة.',
        one: 'يشمل ملخصًا واحدًا.',
        two: 'يشمل ملخصين فائتين.',
        few: 'يشمل # ملخصات فائتة.',
        many: 'يشمل # ملخصًا فائتًا.',
        other: 'يشمل # ملخص فائت.',
      }),
  },
};
