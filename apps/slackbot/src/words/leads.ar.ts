/** Leads, their periods and texts that several cards share: Arabic. Pure. */
import { age, format, lastDays, lastHours, leadForms, number, plural, q } from './grammar.ar.ts';
import type { LeadsWords } from './leads.en.ts';

export const ar: LeadsWords = {
  periods: {
    title: (spec) => {
      switch (spec.kind) {
        case 'today':
          return 'اليوم';
        case 'yesterday':
          return 'أمس';
        case 'this-week':
          return 'هذا الأسبوع';
        case 'last-week':
          return 'الأسبوع الماضي';
        case 'this-month':
          return 'هذا الشهر';
        case 'last-month':
          return 'الشهر الماضي';
        case 'weekday':
          return format.weekday(spec.weekday);
        case 'last-days':
          return plural(spec.days, lastDays);
        case 'last-hours':
          return plural(spec.hours, lastHours);
        case 'date':
          return format.date(spec.date);
        case 'part-of-day':
          return `${{ morning: 'صباح', afternoon: 'بعد ظهر', evening: 'مساء' }[spec.part]} ${format.date(spec.date)}`;
        default:
          return `${format.date(spec.first, { weekday: false })} – ${format.date(spec.last, { weekday: false })}`;
      }
    },
    span: (from, to) => `${from} – ${to}`,
  },

  outcomes: { errored: 'بأخطاء', created: 'أُنشئ في DMS', pending: 'قيد الانتظار' },

  leads: {
    title: 'العملاء المحتملون',
    count: (n) => plural(n, leadForms),
    errored: (n, percent) => `بأخطاء: ${number(n)} (${percent})`,
    noneErrored: 'بلا أخطاء',
    // Isolate the Latin letters, because the number after them would join them in one left-to-right run.
    created: (n) => `أُنشئ في \u2068DMS\u2069: ${number(n)}`,
    pending: (n) => `قيد الانتظار: ${number(n)}`,
    filters: 'التصفية',
    onlyHot: 'العملاء الساخنون فقط',
    roleShows: 'يعرض لك دورك فقط',
    countedOnly: 'المحسوب فقط',
    or: 'أو',
    not: 'عدا',
    none: 'لا عملاء محتملين هنا.',
    noneYet: 'لا عملاء محتملين حتى الآن. يظهر الجدد هنا فور وصولهم إلى نظام DMS.',
    noneFiltered: 'لا يوجد عملاء محتملون يطابقون عوامل التصفية هذه.',
    tryOther: 'جرّب فترة أخرى، أو اطّلع على آخر 7 أيام.',
    tryWithout: (n) => `من دون عوامل التصفية في هذه الفترة: ${plural(n, leadForms)}.`,
    didYouMean: 'هل تقصد:',
    valuesThere: (label) => `${label}، كما ترد مع العملاء:`,
    neverSeen: (label, value) => `لم ترد القيمة ${q(value)} في «${label}» لأي عميل محتمل حتى الآن.`,
    nearestValue: (value) => `أقرب قيمة معروفة: ${q(value)}.`,
    unread: (n) =>
      plural(n, {
        zero: 'تمت قراءة الجميع.',
        one: 'تعذّرت قراءة عميل محتمل واحد.',
        two: 'تعذّرت قراءة عميلين محتملين.',
        few: 'تعذّرت قراءة # عملاء محتملين.',
        many: 'تعذّرت قراءة # عميلًا محتملًا.',
        other: 'تعذّرت قراءة # عميل محتمل.',
      }),
    notCounted: (n) =>
      plural(n, {
        zero: 'تمت قراءة الرد كله',
        one: 'تعذّرت قراءة جزء واحد من الرد',
        two: 'تعذّرت قراءة جزأين من الرد',
        few: 'تعذّرت قراءة # أجزاء من الرد',
        many: 'تعذّرت قراءة # جزءًا من الرد',
        other: 'تعذّرت قراءة # جزء من الرد',
      }),
    unreadName: (field, lead) => (lead === null ? `⁨${field}⁩` : `⁨${field}⁩ (العميل ⁨${lead}⁩)`),
    maybeIncomplete: (parts, bulks) =>
      `قد ينقص بعض العملاء المحتملين: ${plural(parts, {
        zero: 'لا أجزاء',
        one: 'في جزء واحد',
        two: 'في جزأين',
        few: 'في # أجزاء',
        many: 'في # جزءًا',
        other: 'في # جزء',
      })} من هذه الفترة أرسل نظام \u2068DMS\u2069 ${plural(bulks, {
        zero: 'لا دفعات',
        one: 'دفعة واحدة',
        two: 'دفعتين',
        few: '# دفعات',
        many: '# دفعة',
        other: '# دفعة',
      })} بالضبط، وقد يكون هذا حدّه الأقصى.`,
    serverDiffers: (total, errored, ourTotal, ourErrored) =>
      `العدد في نظام \u2068DMS\u2069: ${number(total)} (بأخطاء: ${number(errored)})؛ وما قرأه \u2068Leadbell\u2069: ${number(ourTotal)} (بأخطاء: ${number(ourErrored)}).`,
    sentAgain: 'أُرسل مجددًا',
    wereSentAgain: (n) =>
      plural(n, {
        zero: 'لم يُرسل أي عميل محتمل مجددًا.',
        one: 'أُرسل عميل محتمل واحد مجددًا، ويُحسب مرة واحدة بحسب آخر حالة له.',
        two: 'أُرسل عميلان محتملان مجددًا، ويُحسب كل منهما مرة واحدة بحسب آخر حالة له.',
        few: 'أُرسل # عملاء محتملين مجددًا، ويُحسب كل منهم مرة واحدة بحسب آخر حالة له.',
        many: 'أُرسل # عميلًا محتملًا مجددًا، ويُحسب كل منهم مرة واحدة بحسب آخر حالة له.',
        other: 'أُرسل # عميل محتمل مجددًا، ويُحسب كل منهم مرة واحدة بحسب آخر حالة له.',
      }),
    notAllCompared: 'عدد العملاء المحتملين كبير، فتعذّر العثور على كل من أُرسل مجددًا، وقد يُحسب بعضهم مرتين.',
    newestOnly: (n) =>
      `تعرض القائمة أحدث ${number(n)} فقط، والأعداد تشمل الجميع. للاطلاع على البقية أضف عامل تصفية أو اطلب فترة أقصر.`,
    hottestOnly: (n) =>
      `تعرض القائمة أول ${number(n)} فقط: الساخنون قبل غيرهم، والأحدث أولًا، والأعداد تشمل الجميع. للاطلاع على البقية أضف عامل تصفية أو اطلب فترة أقصر.`,
    more: (n) => `+${number(n)} غيرها`,
    list: 'القائمة، الأحدث أولًا',
    testDrive: 'تجربة قيادة',
    noName: 'بلا اسم',
    erased: 'مُحيت البيانات بطلب من صاحبها',
    noVehicle: 'لم تُذكر مركبة',
    notGiven: 'غير محدد',
    others: 'غير ذلك',
    age,
    asOf: (time, zone) => `آخر تحديث: ${time} (${zone})`,
    page: (page, pages) => `الصفحة ${number(page)} من ${number(pages)}`,
    range: (first, last, total) => `${number(first)}–${number(last)} من ${number(total)}`,
  },

  bulks: {
    // Isolate the bulk's number, because B12 before a date would join the day in one left-to-right run.
    named: (id) => `الدفعة \u2068${id}\u2069`,
    ofDate: (when) => (when === '' ? 'دفعة لا يُعرف تاريخها' : `دفعة ${when}`),
    errored: (errored) => `منهم بأخطاء: ${number(errored)}`,
  },

  breakdowns: {
    source: 'المصدر',
    sub: 'المصدر الفرعي',
    brand: 'الماركة',
    branch: 'الفرع',
    priority: 'الأولوية',
    type: 'النوع',
    status: 'الحالة',
    hours: 'أكثر الساعات نشاطًا',
    testDrives: 'طلبات تجربة القيادة',
    errors: 'أكثر الأخطاء',
    field: 'الحقل',
  },

  buttons: {
    close: 'إغلاق',
    cancel: 'إلغاء',
    open: 'فتح',
    previous: 'السابق',
    next: 'التالي',
    refresh: 'تحديث',
    share: 'مشاركة',
    all: (n) => `كل الحالات (${n})`,
    allSources: 'كل المصادر',
    statusPlaceholder: 'الحالة',
    sourcePlaceholder: 'المصدر',
    withoutFilters: 'بلا تصفية',
    lastDays: 'آخر 7 أيام',
    lastMonth: 'آخر 30 يومًا',
    errors: 'عرض الأخطاء',
    numbers: 'نظرة عامة',
    leads: 'القائمة',
    orderPlaceholder: 'الترتيب',
    orders: { hot: 'الأسخن أولًا', newest: 'الأحدث أولًا' },
    seeForYourself: 'عرض القائمة',
  },

  errors: {
    title: 'الأخطاء',
    of: (errored, all, percent) => `${errored} من ${all} (${percent})`,
    none: 'لا يوجد عملاء محتملون لديهم أخطاء. كل شيء على ما يرام.',
    groups: 'أكثر الأخطاء',
    noReason: 'لم يذكر نظام DMS السبب',
    list: 'من لديهم أخطاء، الأحدث أولًا',
    unreadPaths: 'للمسؤول عن الربط بين الأنظمة:',
    expected: (expected, received) => `المتوقع \u2068${expected}\u2069 والوارد \u2068${received}\u2069`,
  },
};
