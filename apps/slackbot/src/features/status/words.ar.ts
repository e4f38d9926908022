/** Arabic. Pure. */
import { number, plural, timesForms } from '../../words/grammar.ar.ts';
import type { StatusWords } from './words.en.ts';

export const ar: StatusWords = {
  commands: {
    status: { form: 'الحالة', gives: 'هل يجيب نظام DMS، وهل تصل الرسائل' },
  },

  status: {
    title: 'حالة Leadbell',
    reading: (lasted) => `تجري قراءة نظام DMS، وآخر قراءة قبل ${lasted}.`,
    failing: (why, lasted) =>
      lasted === null ? `لم يُقرأ نظام DMS قط: ${why}.` : `لم يُقرأ نظام DMS منذ ${lasted}: ${why}.`,
    overdue: (time, lasted) => `لا يُقرأ شيء: حان موعد القراءة ${time}، قبل ${lasted}، ولم تبدأها أيّ من عمليات Leadbell.`,
    neverRead: 'لم يُقرأ نظام DMS بعد.',
    catchingUp: (time) =>
      time === null ? 'تجري قراءة ما فات من نظام DMS.' : `تجري قراءة ما فات من نظام DMS: قُرئ حتى ${time}.`,
    off: 'لا يُسأل نظام DMS: قيمة ⁨POLL_SECONDS⁩ هي 0.',
    unreadTimes: (n) =>
      plural(n, {
        zero: 'تمت قراءة كل الفترات الماضية.',
        one: 'تعذّرت قراءة فترة ماضية واحدة.',
        two: 'تعذّرت قراءة فترتين ماضيتين.',
        few: 'تعذّرت قراءة # فترات ماضية.',
        many: 'تعذّرت قراءة # فترة ماضية.',
        other: 'تعذّرت قراءة # فترة ماضية.',
      }),
    setAside: (n) =>
      plural(n, {
        zero: 'لا دفعات تعذّر حفظها.',
        one: 'تعذّر حفظ دفعة واحدة.',
        two: 'تعذّر حفظ دفعتين.',
        few: 'تعذّر حفظ # دفعات.',
        many: 'تعذّر حفظ # دفعة.',
        other: 'تعذّر حفظ # دفعة.',
      }),
    deadJobs: (n) =>
      plural(n, {
        zero: 'لا مهام متروكة.',
        one: 'تُركت مهمة واحدة بعد تكرار فشلها.',
        two: 'تُركت مهمتان بعد تكرار فشلهما.',
        few: 'تُركت # مهام بعد تكرار فشلها.',
        many: 'تُركت # مهمة بعد تكرار فشلها.',
        other: 'تُركت # مهمة بعد تكرار فشلها.',
      }),
    deadMessages: (n) =>
      plural(n, {
        zero: 'لا رسائل تعذّر إيصالها.',
        one: 'تعذّر إيصال رسالة واحدة.',
        two: 'تعذّر إيصال رسالتين.',
        few: 'تعذّر إيصال # رسائل.',
        many: 'تعذّر إيصال # رسالة.',
        other: 'تعذّر إيصال # رسالة.',
      }),
    lastRead: 'آخر قراءة',
    never: 'لم تحدث',
    ago: (lasted) => `قبل ${lasted}`,
    failingSince: 'فشل القراءة',
    times: (n) => plural(n, timesForms),
    overdueSince: 'موعد فات',
    coveredTo: 'قُرئ حتى',
    nothingYet: 'لا شيء بعد',
    unsettled: 'دفعات قد تتغير',
    requests: 'طلبات اليوم',
    requestsOf: (all, budget) => `${number(all)} من ${number(budget)}`,
    byPolls: (n) => `المتابعة ${number(n)}`,
    byPeople: (n) => `الأشخاص ${number(n)}`,
    gaps: 'أوقات بلا قراءة في آخر 24 ساعة',
    noGaps: 'لا انقطاع',
    moreGaps: (n) =>
      plural(n, {
        zero: 'لا انقطاعات أخرى',
        one: 'وانقطاع آخر',
        two: 'وانقطاعان آخران',
        few: 'و# انقطاعات أخرى',
        many: 'و# انقطاعًا آخر',
        other: 'و# انقطاع آخر',
      }),
    nextTry: (time, tries) => `المحاولات: ${number(tries)}، والتالية ${time}`,
    unread: 'قيم تعذّرت قراءتها اليوم وأمس',
    learned: {
      title: 'ما عُرف عن نظام DMS هذا',
      fromDate: (isIncluded) => `دفعة عند ⁨fromDate⁩ تمامًا ${isIncluded ? 'تُحسب' : 'لا تُحسب'}`,
      toDate: (isIncluded) => `دفعة عند ⁨toDate⁩ تمامًا ${isIncluded ? 'تُحسب' : 'لا تُحسب'}`,
      sevenHours: '“7 أيام” تعني 168 ساعة',
      sevenDates: '“7 أيام” تعني 7 تواريخ',
      longest: (lasted) => `أطول مدة لسؤال واحد ${lasted}`,
      noFuture: 'يرفض ⁨toDate⁩ في المستقبل',
      capBulks: (n) => `أكثر ما تسرده الإجابة من الدفعات: ${number(n)}`,
      capLeads: (n) => `أكثر ما تسرده الإجابة من العملاء: ${number(n)}`,
      late: (lasted) => `تتأخر الدفعات في الظهور حتى ${lasted}`,
      laterThanDay: 'تتأخر الدفعات في الظهور أكثر من يوم',
      ahead: (lasted) => `ساعته متقدمة بـ ${lasted}`,
      behind: (lasted) => `ساعته متأخرة بـ ${lasted}`,
    },
    lateActs: (n) =>
      plural(n, {
        zero: 'لا طلبات تنتظر التنفيذ.',
        one: 'طلب واحد ينتظر التنفيذ منذ أكثر من دقيقة.',
        two: 'طلبان ينتظران التنفيذ منذ أكثر من دقيقة.',
        few: '# طلبات تنتظر التنفيذ منذ أكثر من دقيقة.',
        many: '# طلبًا تنتظر التنفيذ منذ أكثر من دقيقة.',
        other: '# طلب تنتظر التنفيذ منذ أكثر من دقيقة.',
      }),
    lateDigests: (n, since) =>
      plural(n, {
        zero: 'لا ملخصات متأخرة.',
        one: `تأخّر ملخص واحد منذ ${since}.`,
        two: `تأخّر ملخصان، أولهما منذ ${since}.`,
        few: `تأخّرت # ملخصات، أولها منذ ${since}.`,
        many: `تأخّر # ملخصًا، أولها منذ ${since}.`,
        other: `تأخّر # ملخص، أولها منذ ${since}.`,
      }),
    slackClosed: (why) => `لا يسمح Slack بدخول Leadbell: ${why} الرسائل تنتظر ولا تضيع.`,
    slackWaits: (time) => `يطلب Slack الانتظار حتى ${time}.`,
    inDoubt: 'أُرسلت ولم يؤكّدها Slack',
    refusedFor: 'مرفوضة مؤقتًا، وتُعاد محاولتها',
    deadFor: 'تعذّر إيصالها',
    lateFor: 'سبب تأخّر الملخصات',
    reason: (count, why) => `${number(count)} × ${why}`,
    waiting: 'رسائل في الانتظار',
    since: (time) => `منذ ${time}`,
    sent: 'أُرسلت في آخر 24 ساعة',
    dead: 'تعذّر إيصالها',
    jobs: 'مهام متروكة',
    deadHint: 'يراها من يشغّل Leadbell بالأمر ⁨leadbell jobs⁩، ويعيد إرسالها بالأمر ⁨leadbell jobs requeue all⁩.',
    unavailable: 'قاعدة بيانات Leadbell لا تجيب الآن. الأمر ‎/leads يعمل من دونها، والرسائل تنتظر.',
  },
};
