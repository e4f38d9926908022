/** Typed words, and replies when they can't be read, in Arabic. Pure. */
import { characterForms, command, dayForms, lastDays, meant, plural, q } from './grammar.ar.ts';
import type { CommandsWords } from './commands.en.ts';

export const ar: CommandsWords = {
  typed: {
    today: 'اليوم',
    yesterday: 'أمس',
    thisWeek: 'هذا الأسبوع',
    lastDays: (count) => plural(count, lastDays),
    errors: 'أخطاء',
    bulk: 'دفعة',
    lead: 'عميل',
    find: 'ابحث',
    help: 'مساعدة',
    status: 'حالة',
    subscribeAlerts: 'اشترك تنبيهات',
  },

  complaints: {
    tooLong: (max) => `النص طويل جدًا: يُرجى ألا يتجاوز ${plural(max, characterForms)}.`,
    filtersTooLong: (max) => `عوامل التصفية طويلة جدًا معًا: يُرجى ألا تتجاوز ${plural(max, characterForms)}.`,
    filterTooLong: (key, max) => `قيمة ${q(`${key}:`)} طويلة جدًا: يُرجى ألا تتجاوز ${plural(max, characterForms)}.`,
    filterOfPerson: (key) =>
      `قيمة ${q(`${key}:`)} تشبه رقم هاتف أو عنوانًا: عوامل التصفية تقبل أسماء الماركات والفروع والمصادر.`,
    unknownFlag: (flag) => `لا أعرف ${q(flag)}: الخيار الوحيد هو «\u2068--share\u2069» أو «\u2068--مشاركة\u2069».`,
    unknownFilter: (key, near, filters) =>
      `لا أعرف عامل التصفية ${q(`${key}:`)}: ${meant(near, `المتاح: ${filters.join('، ')}`)}`,
    repeatedFilter: (key) => `تكرّر عامل التصفية ${q(`${key}:`)}: يُرجى كتابته مرة واحدة.`,
    oneStatus: 'يُرجى اختيار حالة واحدة: خطأ أو منشأ أو معلق.',
    emptyFilter: (key) => `يحتاج ${q(`${key}:`)} إلى قيمة، فاكتب مثلًا: ${command(`اليوم ${key}:KIA`)}`,
    emptyStatus: (key) =>
      `يحتاج ${q(`${key}:`)} إلى قيمة، وهي خطأ أو منشأ أو معلق، فاكتب مثلًا: ${command(`اليوم ${key}:خطأ`)}`,
    openQuote: (form) => `تنقص علامة اقتباس في النهاية: هل تقصد ${q(form)}؟`,
    unknownStatus: (value, near) => `لا أعرف الحالة ${q(value)}: ${meant(near, 'الحالة خطأ أو منشأ أو معلق')}`,
    errorElsewhere: `تُستخدم «خطأ:» مع أمر الإسكات فقط، ولعرض العملاء الذين لديهم أخطاء اكتب: ${command('أخطاء')}`,
    whatToSilence: `اذكر ما تريد إسكاته والمدة، مثل: ${command('إسكات مصدر:Website ساعتين')}\n${command('إسكات خطأ:"Branch not found" ساعتين')}`,
    statusOfErrors: 'قائمة الأخطاء لا تضم إلا من لديهم أخطاء: يُرجى حذف عامل تصفية الحالة.',
    unknownWords: (text, near) => `لم أفهم ${q(text)}، فهل تقصد: ${command(near)}`,
    whichFilter: (text, filters) => `${q(text)} قد تعني ${filters.join(' أو ')}: أيهما تقصد؟`,
    strange: 'يمكنني عرض العملاء المحتملين لأي يوم أو ماركة أو فرع أو مصدر، فاكتب مثلًا:',
    jobs: {
      sales: 'للمبيعات',
      manager: 'للمديرين',
      integration: 'لمسؤولي الربط',
      operator: 'لمشغّل Leadbell',
    },
    exportInAlert: 'لتصدير العملاء الذين لديهم أخطاء اختر «تصدير» من قائمة التنبيه. ويمكنك أيضًا أن تكتب:',
    search: (text) => `البحث عن ${q(text)}`,
    phoneOfLead: (form) => `يبدو هذا رقم هاتف، أما «عميل» فيأخذ الرقم في نظام DMS، فاكتب مثلًا: ${command(form)}`,
    missingId: (form) => `الرقم ناقص، فاكتب مثلًا: ${command(form)}`,
    notAnId: (text, form) => `${q(text)} ليس رقمًا، فاكتب مثلًا: ${command(form)}`,
    idTooLarge: (text, form) => `الرقم ${q(text)} كبير جدًا، فاكتب مثلًا: ${command(form)}`,
    junk: (text, near) => `لم أفهم ${q(text)} في النهاية، فهل تقصد: ${command(near)}`,
    future: (text, near) => `${q(text)} في المستقبل، فهل تقصد: ${command(near)}`,
    periodTooLong: (text, max, near) =>
      `${q(text)} أطول من الحد الأقصى وهو ${plural(max, dayForms)}، فهل تقصد: ${command(near)}`,
    backwards: (text, near) => `تنتهي الفترة ${q(text)} قبل أن تبدأ، فهل تقصد: ${command(near)}`,
    unsureDay: (text, near) => `لم يتضح لي أي يوم هو ${q(text)}، فهل تقصد: ${command(near)}`,
  },
};
