/** Arabic. Pure. */
import { clock, weekOrder } from '@leadbell/i18n';
import { format, number, plural, q } from '../../words/grammar.ar.ts';
import type { SubscriptionsWords } from './words.en.ts';

const minuteForms = {
  zero: '# دقيقة',
  one: 'دقيقة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
};

export const ar: SubscriptionsWords = {
  commands: {
    subscribe: { form: 'اشترك 08:30 الأحد-الخميس', gives: 'ملخص لهذه القناة، مع أي تصفية' },
    subscriptions: { form: 'الاشتراكات', gives: 'ما يصل إلى هذه القناة ومتى' },
    preview: { form: 'معاينة <رقم>', gives: 'ما كان سيُرسله أحدها في الأيام الأخيرة' },
    unsubscribe: { form: 'إلغاء-الاشتراك <الرقم>', gives: 'ينهي أحدها' },
  },

  subscriptions: {
    title: 'اشتراكات هذه القناة',
    none: 'لا يصل شيء إلى هذه القناة تلقائيًا بعد.',
    how: 'اكتب ⁨/leads اشترك 08:30 الأحد-الخميس⁩ ليصل ملخص إلى هنا. ويمكنك إضافة منطقة زمنية ⁨Europe/Berlin⁩، و‎عربي أو إنجليزي، و‎بلا-فارغ.',
    subscribed: {
      digest: 'تم: سيصل ملخص إلى هذه القناة.',
      alerts: 'تم: ستصل التنبيهات إلى هذه القناة.',
      leads: 'تم: سيصل العملاء الجدد إلى هذه القناة.',
    },
    edited: 'تم التعديل.',
    refused: {
      'not-allowed': 'لا يغيّر الاشتراكات إلا أصحابها ومن يشرفون على Leadbell هنا.',
      'never-comes': 'كل أيامه مغلقة في التقويم، فلن يأتي أبدًا. يُرجى اختيار أيام أخرى.',
    },
    inviteHint: 'لست في هذه القناة ولا أستطيع النشر فيها بعد: اكتب ⁨/invite @Leadbell⁩.',
    gone: 'لم يعد هذا الاشتراك موجودًا.',
    changed: {
      pause: 'أُوقف مؤقتًا.',
      resume: 'استؤنف.',
      send: 'في الطريق: يُنشر آخر ملخص هنا بعد لحظات.',
      remove: 'حُذف، ولن يُرسَل له شيء بعد الآن.',
    },
    unreadable: 'أنشأه إصدار أحدث من Leadbell ولا يُفهم هنا',
    paused: 'موقوف:',
    pausedByHand: 'موقوف مؤقتًا.',
    next: (time) => `القادم: ${time}`,
    last: {
      posted: (time) => `الأخير: ${time}، وصل`,
      empty: (time) => `الأخير: ${time}، لم يكن هناك ما يُذكر`,
      waiting: (time) => `الأخير: ينتظر الإرسال منذ ${time}`,
      'in-doubt': (time) => `الأخير: ${time}، لم يؤكّده Slack بعد`,
      dead: (time) => `⚠️ الأخير: ${time}، لم يصل`,
      perhaps: (time) => `⚠️ الأخير: ${time}، قد يكون مفقودًا`,
    },
    triedAgain: (time) => `المحاولة التالية: ${time}.`,
    beingMade: (since) => `حان موعده ${since}، ويجري إعداده.`,
    owed: (since, why) => `⚠️ حان موعده ${since} ولم يجهز بعد: ${why}.`,
    threadOnly: 'رسالة واحدة في اليوم، والبقية في سلسلتها.',
    skipsEmpty: 'لا يُرسَل شيء حين لا يكون هناك عملاء.',
    together: (n) => `ما زاد على ${number(n)} دفعة واحدة يأتي في رسالة واحدة.`,
    atLeast: (n) => `الدفعات التي فيها ${number(n)} بأخطاء فأكثر.`,
    share: (percent) => `الدفعات التي ${number(percent)}% من عملائها بأخطاء فأكثر.`,
    stalled: (minutes) => `الدفعات التي لم تنتهِ بعد ${plural(minutes, minuteForms)}.`,
    unreachable: (minutes) => `نظام DMS إن لم يُجب منذ ${plural(minutes, minuteForms)}.`,
    escalates: (minutes) => `تُنادى مجموعة إن لم يطّلع عليه أحد خلال ${plural(minutes, minuteForms)}.`,
    workingDaysOnly: 'في أيام العمل فقط، والتالي يشمل الأيام بينهما.',
    hijri: 'مع التاريخ الهجري.',
    without: (list) => `من دون: ${list}.`,
    sections: {
      outcomes: 'الأخطاء والمنشأ والمعلّق',
      hot: 'الساخنون وتجارب القيادة',
      ranking: 'ترتيب الفروع (أسبوعيًا)',
      breakdown: 'حسب المصدر والماركة والفرع',
      hours: 'أوقات وصولهم',
      errors: 'أكثر الأخطاء',
      bulks: 'الدفعات المفتوحة والملغاة',
      quality: 'جودة البيانات',
    },
    preview: {
      title: 'ما كان سيُرسله',
      line: (time, what) => `${time}: ${what}`,
      nothing: 'لا شيء، إذ لم يكن هناك عملاء',
      latest: 'أحدثها كما كانت القناة ستراه:',
    },
    language: { en: 'بالإنجليزية', ar: 'بالعربية' },
    schedule: (schedule) => {
      const time = clock(schedule.minuteOfDay);
      if (schedule.kind === 'monthly')
        return schedule.day === 31
          ? `في آخر يوم من كل شهر الساعة ${time}`
          : `في اليوم ${schedule.day} من كل شهر الساعة ${time}`;
      if (schedule.days.length === 7) return `كل يوم الساعة ${time}`;
      return `${weekOrder(schedule.days)
        .map((day) => format.weekday(day))
        .join('، ')} الساعة ${time}`;
    },
    notASchedule: (word) => `لم أفهم ${q(word)} في الموعد: اكتب الوقت والأيام، مثل 08:30 الأحد-الخميس.`,
    notOfAlerts: (word) =>
      `لم أفهم ${q(word)} للتنبيهات: المتاح \u2068no-<rule>\u2069 و\u2068from-5\u2069 و\u2068share-10\u2069 (بالمئة) و\u2068stalled-30\u2069 و\u2068unreachable-10\u2069 (دقائق) و\u2068call-S0123ABCD\u2069 و\u2068escalate-30\u2069 و\u2068في-سلسلة\u2069.`,
    notOfLeads: (word) =>
      `لم أفهم ${q(word)} للعملاء الجدد: المتاح عوامل تصفية مثل \u2068brand:KIA\u2069 و\u2068together-5\u2069 و\u2068في-سلسلة\u2069.`,
    notAZone: (word) => `لا أعرف المنطقة الزمنية ${q(word)}: اكتب مثلًا \u2068Asia/Riyadh\u2069.`,
    noTime: 'في أي وقت؟ اكتب مثلًا: ⁨/leads اشترك 08:30⁩.',
    buttons: {
      send: 'أرسل الآن',
      pause: 'إيقاف مؤقت',
      resume: 'استئناف',
      remove: 'حذف',
      edit: 'تعديل',
      preview: 'معاينة',
    },
    form: {
      title: 'اشتراك',
      what: 'ماذا',
      kinds: { digest: 'ملخص', alerts: 'تنبيهات', leads: 'العملاء الجدد فور وصولهم' },
      channel: 'أين',
      submit: 'اشترك',
      change: 'حفظ',
      rhythm: 'كم مرة',
      onDays: 'في الأيام المحددة أدناه',
      monthly: (day) => (day === 31 ? 'في آخر يوم من كل شهر' : `في اليوم ${day} من كل شهر`),
      zone: 'المنطقة الزمنية',
      time: 'الساعة',
      days: 'الأيام',
      daysHint: 'إن لم تختر يومًا فكل يوم. وفي أول يوم بعد انقطاع يشمل الملخص الأيام بينهما.',
      language: 'اللغة',
      any: 'أي قيمة',
      filtersHint: 'العملاء المطابقون فقط. عدة قيم بفواصل تعني إحداها، و! في البداية تعني ما عداها.',
      options: 'أيضًا',
      skip: 'لا ترسل شيئًا حين لا يكون هناك عملاء',
      working: 'في أيام العمل فقط',
      hijri: 'أظهر التاريخ الهجري أيضًا',
      sections: 'ما يتضمنه',
      rules: 'ما يُبلغ عنه',
      from: 'من هذا العدد من العملاء بأخطاء في الدفعة فأكثر',
      share: 'أو من هذه النسبة المئوية من الدفعة فأكثر',
      thresholdsHint: 'إن تُرك فارغًا بقي كما في الإعدادات، وكذلك ما يليه. وإن مُلئ أحد هذين فلا يُعتدّ بالآخر.',
      stalled: 'دفعة لم تنتهِ بعد هذا العدد من الدقائق',
      unreachable: 'نظام DMS إن لم يُجب منذ هذا العدد من الدقائق',
      group: 'مجموعة تُنادى إن لم يطّلع عليه أحد',
      groupHint: 'معرّفها من قائمة المجموعة في Slack: \u2068Copy group ID\u2069.',
      escalate: 'بعد هذا العدد من الدقائق',
      together: 'ما زاد على هذا العدد دفعة واحدة يأتي في رسالة واحدة',
      threadOnly: 'في سلسلة فقط: رسالة واحدة في اليوم، والبقية في سلسلتها',
      problems: {
        number: (least, most) => `اكتب عددًا صحيحًا من ${number(least)} إلى ${number(most)}.`,
        group: 'هذا ليس معرّف مجموعة: يكون مثل \u2068S0123ABCD\u2069.',
        nobodyToCall: 'من يُنادى؟ اكتب معرّف مجموعة، أو اترك الدقائق فارغة.',
        noRules: 'اترك واحدًا على الأقل، وإلا فلن يُبلغ عن شيء.',
      },
    },
  },
};
