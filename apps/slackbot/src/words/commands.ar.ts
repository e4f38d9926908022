/** What is typed, and what is said of it when it is not understood: Arabic. Pure. */
import { lastDays, meant, number, plural, q } from './grammar.ar.ts';
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
    help: 'مساعدة',
    status: 'حالة',
  },

  complaints: {
    tooLong: (max) => `النص أطول من أن يُقرأ: يُرجى ألا يتجاوز ${number(max)} حرف.`,
    filtersTooLong: (max) => `عوامل التصفية مجتمعةً أطول من اللازم: يُرجى ألا تتجاوز ${number(max)} حرف.`,
    filterTooLong: (key, max) => `ما يلي ${q(`${key}:`)} أطول من اللازم: يُرجى ألا يتجاوز ${number(max)} حرف.`,
    unknownFlag: (flag) => `لا أعرف ${q(flag)}: الخيار الوحيد المتاح هو «\u2068--share\u2069».`,
    unknownFilter: (key, near) =>
      `لا أعرف عامل التصفية ${q(`${key}:`)}: ${meant(near, 'المتاح هو ماركة وفرع ومصدر وفرعي وأولوية ونوع وحالة')}`,
    repeatedFilter: (key) => `تكرّر عامل التصفية ${q(`${key}:`)}: يُرجى كتابته مرة واحدة.`,
    oneStatus: 'يُرجى اختيار حالة واحدة: خطأ أو منشأ أو معلق.',
    emptyFilter: (key) => `لا شيء بعد ${q(`${key}:`)}: اكتب مثلًا ${q(`${key}:KIA`)}.`,
    emptyStatus: (key) => `لا شيء بعد ${q(`${key}:`)}: الحالة هي خطأ أو منشأ أو معلق.`,
    openQuote: (form) => `تنقص علامة اقتباس في النهاية: هل تقصد ${q(form)}؟`,
    unknownStatus: (value, near) => `لا أعرف الحالة ${q(value)}: ${meant(near, 'هي خطأ أو منشأ أو معلق')}`,
    errorElsewhere:
      'كلمات الخطأ لأمر \u2068/leads silence\u2069؛ أما العملاء بأخطاء فاكتب \u2068status:errored\u2069 أو \u2068/leads errors\u2069.',
    whatToSilence:
      'ماذا أُسكت وإلى متى؟ اكتب مثلًا: \u2068/leads silence source:Email 2h\u2069 أو \u2068error:"Branch not found" 2h\u2069.',
    statusOfErrors: 'قائمة الأخطاء لا تضم إلا من لديهم أخطاء: يُرجى حذف تصفية الحالة.',
    unknownWords: (text, near) => `لم أفهم ${q(text)}: هل تقصد ${q(near)}؟`,
    missingId: (form) => `الرقم ناقص: اكتب مثلًا ${q(form)}.`,
    notAnId: (text, form) => `${q(text)} ليس رقمًا: اكتب مثلًا ${q(form)}.`,
    idTooLarge: (text, form) => `الرقم ${q(text)} كبير جدًا: اكتب مثلًا ${q(form)}.`,
    junk: (text, near) => `لم أفهم ${q(text)} في النهاية: هل تقصد ${q(near)}؟`,
    future: (text, near) => `${q(text)} لم يأتِ بعد: هل تقصد ${q(near)}؟`,
    periodTooLong: (text, max, near) =>
      `${q(text)} أطول من ${number(max)} يومًا وهو أقصى ما أقرؤه معًا: هل تقصد ${q(near)}؟`,
    backwards: (text, near) => `في ${q(text)} تسبق النهايةُ البداية: هل تقصد ${q(near)}؟`,
    unsureDay: (text, near) => `لا أعرف أي يوم هو ${q(text)}: هل تقصد ${q(near)}؟`,
  },
};
