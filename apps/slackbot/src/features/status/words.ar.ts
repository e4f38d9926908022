/** Arabic. Pure. */
import { number, plural, timesForms } from '../../words/grammar.ar.ts';
import type { StatusWords } from './words.en.ts';

export const ar: StatusWords = {
  commands: {
    status: { form: 'الحالة', gives: 'معرفة ما إذا كان نظام DMS يستجيب والرسائل تُرسَل' },
  },

  status: {
    title: 'حالة Leadbell',
    version: (version) => `إصدار Leadbell ${version}`,
    access: {
      label: 'الصلاحيات',
      open: 'كل عضو كامل العضوية مدير، ومالكو Slack ومشرفوه مشرفون.',
      roles: (n) =>
        plural(n, {
          zero: 'لا أدوار في الإعدادات.',
          one: 'دور واحد في الإعدادات.',
          two: 'دوران في الإعدادات.',
          few: '# أدوار في الإعدادات.',
          many: '# دورًا في الإعدادات.',
          other: '# دور في الإعدادات.',
        }),
      others: {
        none: 'لا يُسمح لبقية الأعضاء باستخدامه.',
        viewer: 'دور بقية الأعضاء: مشاهد.',
        agent: 'دور بقية الأعضاء: مندوب.',
        manager: 'دور بقية الأعضاء: مدير.',
        admin: 'دور بقية الأعضاء: مشرف.',
      },
      editors: 'الاشتراك والإسكات متاحان لأعضاء مجموعات محددة فقط.',
    },
    scopes: {
      title: 'صلاحيات تنقص التطبيق في Slack',
      headline: (n) =>
        plural(n, {
          zero: 'لا تنقص التطبيق أي صلاحية في Slack.',
          one: 'تنقص التطبيق صلاحية واحدة في Slack.',
          two: 'تنقص التطبيق صلاحيتان في Slack.',
          few: 'تنقص التطبيق # صلاحيات في Slack.',
          many: 'تنقص التطبيق # صلاحية في Slack.',
          other: 'تنقص التطبيق # صلاحية في Slack.',
        }),
      without: {
        commands: 'الأوامر لا تعمل.',
        'chat:write': 'لا يمكن نشر أي رسالة.',
        'app_mentions:read': 'الإشارة إلى ⁨@Leadbell⁩ لا تحصل على رد.',
        'channels:history': 'لا يمكن البحث في القنوات العامة عن رسالة ربما لم تصل.',
        'groups:history': 'لا يمكن البحث في القنوات الخاصة عن رسالة ربما لم تصل.',
        'im:history': 'الرسائل المباشرة إلى Leadbell لا تحصل على رد، ولا يمكن البحث فيها عن رسالة ربما لم تصل.',
        'im:write': 'الرسائل المباشرة إلى أصحاب الاشتراكات والمشرفين لا تعمل.',
        'channels:read': 'تُعدّ القنوات العامة مشتركة مع شركات أخرى.',
        'groups:read': 'تُعدّ القنوات الخاصة مشتركة مع شركات أخرى، ولا تمنح أدوارًا.',
        'usergroups:read': 'مجموعات المستخدمين لا تمنح أدوارًا، ولا يمكن لأعضائها الاشتراك أو الإسكات.',
        'users:read':
          'يُرفض فتح بيانات العملاء والبحث عنهم وتصديرهم ومشاركتهم، وكذلك الإسكات والاشتراكات؛ أما القوائم والتنبيهات فتستمر.',
        'files:write': 'لا يمكن تصدير العملاء.',
      },
      reinstall: 'يضيفها أحد مشرفي Slack بإعادة تثبيت التطبيق.',
    },
    auditOpen: 'سجل الاطلاع غير محمي من التغيير: آلية حمايته في قاعدة البيانات محذوفة أو معطلة.',
    reading: (lasted) => `تجري قراءة نظام DMS، وكانت آخر قراءة قبل ${lasted}.`,
    failing: (why, lasted) =>
      lasted === null ? `لم يُقرأ نظام DMS قط: ${why}.` : `لم يُقرأ نظام DMS منذ ${lasted}: ${why}.`,
    overdue: (time, lasted) =>
      `لا يُقرأ شيء الآن: حان موعد القراءة ${time}، قبل ${lasted}، ولم تبدأها أيٌّ من عمليات Leadbell.`,
    neverRead: 'لم تبدأ قراءة نظام DMS بعد.',
    catchingUp: (time) =>
      time === null ? 'تجري قراءة ما فات من نظام DMS.' : `تجري قراءة ما فات من نظام DMS: قُرئ حتى ${time}.`,
    off: 'لا يقرأ Leadbell نظام DMS دوريًا: قيمة ⁨POLL_SECONDS⁩ هي 0.',
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
        zero: 'لا مهام تكرر فشلها.',
        one: 'تكرر فشل مهمة واحدة.',
        two: 'تكرر فشل مهمتين.',
        few: 'تكرر فشل # مهام.',
        many: 'تكرر فشل # مهمة.',
        other: 'تكرر فشل # مهمة.',
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
    never: 'لا توجد',
    ago: (lasted) => `قبل ${lasted}`,
    failingSince: 'فشل القراءة',
    times: (n) => plural(n, timesForms),
    overdueSince: 'قراءة متأخرة',
    coveredTo: 'قُرئ حتى',
    nothingYet: 'لا شيء بعد',
    unsettled: 'دفعات قد تتغيّر',
    requests: 'طلبات اليوم',
    requestsOf: (all, budget) => `${number(all)} من ${number(budget)}`,
    byPolls: (n) => `القراءة الدورية ${number(n)}`,
    byPeople: (n) => `الأشخاص ${number(n)}`,
    gaps: 'فترات بلا قراءة في آخر 24 ساعة',
    noGaps: 'لا يوجد',
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
      title: 'كيف يعمل نظام DMS هذا',
      fromDate: (isIncluded) => `دفعة عند ⁨fromDate⁩ تمامًا ${isIncluded ? 'تُحسب' : 'لا تُحسب'}`,
      toDate: (isIncluded) => `دفعة عند ⁨toDate⁩ تمامًا ${isIncluded ? 'تُحسب' : 'لا تُحسب'}`,
      sevenHours: '«7 أيام» تعني 168 ساعة',
      sevenDates: '«7 أيام» تعني 7 تواريخ',
      longest: (lasted) => `أطول فترة للطلب الواحد ${lasted}`,
      noFuture: 'يُرفض ⁨toDate⁩ إذا كان في المستقبل',
      capBulks: (n) => `أقصى عدد للدفعات في الرد الواحد: ${number(n)}`,
      capLeads: (n) => `أقصى عدد للعملاء في الرد الواحد: ${number(n)}`,
      late: (lasted) => `تتأخر الدفعات في الظهور حتى ${lasted}`,
      laterThanDay: 'تتأخر الدفعات في الظهور أكثر من يوم',
      ahead: (lasted) => `ساعته متقدمة بـ ${lasted}`,
      behind: (lasted) => `ساعته متأخرة بـ ${lasted}`,
    },
    lateActs: (n) =>
      plural(n, {
        zero: 'لا أوامر أو أزرار تنتظر التنفيذ.',
        one: 'أمر أو زر واحد ينتظر التنفيذ منذ أكثر من دقيقة.',
        two: 'أمران أو زران ينتظران التنفيذ منذ أكثر من دقيقة.',
        few: '# أوامر أو أزرار تنتظر التنفيذ منذ أكثر من دقيقة.',
        many: '# أمرًا أو زرًا تنتظر التنفيذ منذ أكثر من دقيقة.',
        other: '# أمر أو زر تنتظر التنفيذ منذ أكثر من دقيقة.',
      }),
    lateDigests: (n, since) =>
      plural(n, {
        zero: 'لا ملخصات متأخرة.',
        one: `تأخّر ملخص واحد عن موعده ${since}.`,
        two: `تأخّر ملخصان عن موعدهما، أقدمهما ${since}.`,
        few: `تأخّرت # ملخصات عن موعدها، أقدمها ${since}.`,
        many: `تأخّر # ملخصًا عن موعدها، أقدمها ${since}.`,
        other: `تأخّر # ملخص عن موعدها، أقدمها ${since}.`,
      }),
    slackClosed: (why) => `لا يسمح Slack بدخول Leadbell: ${why} الرسائل تنتظر ولا تضيع.`,
    slackWaits: (time) => `يطلب Slack الانتظار حتى ${time}.`,
    inDoubt: 'أُرسلت ولم يؤكّدها Slack بعد',
    refusedFor: 'مرفوضة مؤقتًا، وتُعاد المحاولة',
    deadFor: 'تعذّر إيصالها',
    lateFor: 'سبب تأخّر الملخصات',
    reason: (count, why) => `${number(count)} × ${why}`,
    waiting: 'رسائل في الانتظار',
    since: (time) => `منذ ${time}`,
    sent: 'أُرسلت في آخر 24 ساعة',
    dead: 'تعذّر إيصالها',
    jobs: 'مهام تكرر فشلها',
    deadHint: 'يستطيع من يشغّل Leadbell عرضها بالأمر ⁨leadbell jobs⁩ وإعادة محاولتها بالأمر ⁨leadbell jobs requeue all⁩.',
    unavailable:
      'قاعدة بيانات Leadbell لا تستجيب حاليًا، والرسائل تنتظر حتى تعود. وما زال بإمكانك استخدام الأمر: `/leads`',
  },
};
