/** Arabic. Pure. */
import { clock, weekOrder } from '@leadbell/i18n';
import { command, format, leadForms, minuteForms, number, plural, q } from '../../words/grammar.ar.ts';
import type { SubscriptionsWords } from './words.en.ts';

/** After "more than". */
const leadsAfterFrom = { ...leadForms, two: 'عميلين محتملين' };

export const ar: SubscriptionsWords = {
  commands: {
    subscribe: { form: 'اشترك ملخص 08:30 الأحد-الخميس', gives: 'إرسال ملخص إلى هذه القناة؛ وأضف عوامل تصفية إن شئت' },
    subscriptions: { form: 'اشتراكات', gives: 'عرض ما يصل إلى هذه القناة، ومتى يصل' },
    preview: { form: 'معاينة 3', gives: 'معاينة ما كان الاشتراك 3 سيرسله في الأيام الأخيرة' },
    unsubscribe: { form: 'إلغاء-الاشتراك 3', gives: 'إنهاء الاشتراك 3' },
  },

  subscriptions: {
    title: 'اشتراكات هذه القناة',
    none: 'لا توجد اشتراكات في هذه القناة بعد.',
    how: (languages) =>
      `يمكنك إضافة منطقة زمنية (\u2068Europe/Berlin\u2069)، أو لغة (${languages.join('، ')})، أو بلا-فارغ، أو أيام-العمل، أو هجري. انسخ أحد الأسطر وعدّله؛ والأول يفتح نموذجًا: ${[
        'اشترك',
        'اشترك ملخص 08:30 الأحد-الخميس ماركة:KIA',
        'اشترك تنبيهات',
        'اشترك عملاء ماركة:KIA',
      ]
        .map(command)
        .join('\n')}`,
    subscribed: {
      digest: 'تم: سيصل ملخص إلى هذه القناة.',
      alerts: 'تم: ستصل التنبيهات إلى هذه القناة.',
      leads: 'تم: سيصل العملاء الجدد إلى هذه القناة.',
    },
    edited: 'تم الحفظ.',
    refused: {
      'not-allowed': 'لا يمكن تعديل الاشتراك إلا لصاحبه أو لمن يشرف على Leadbell هنا.',
      'never-comes': 'كل هذه الأيام عطلة في التقويم، فلن يُرسَل أبدًا. يُرجى اختيار أيام أخرى.',
      unreadable: 'لم يُرسَل الملخص: أُنشئ بإصدار أحدث من Leadbell، وهذا الإصدار لا يستطيع قراءته.',
      'needs-all': 'التنبيهات تخص عملاء كل الماركات والفروع، ودورك يسمح لك برؤية بعضهم فقط.',
    },
    inviteHint: 'لست عضوًا في هذه القناة، فلا أستطيع النشر فيها بعد. اكتب هنا: `/invite @Leadbell`',
    gone: 'لم يعد هذا الاشتراك موجودًا.',
    changed: {
      pause: 'أُوقف مؤقتًا.',
      resume: 'استؤنف.',
      send: 'في الطريق: سأنشر آخر ملخص هنا بعد لحظات.',
      remove: 'حُذف الاشتراك، ولن يُرسِل شيئًا بعد الآن.',
      keep: 'تم الإبقاء عليه، وأنت المسؤول عنه من الآن.',
    },
    unreadable: 'أنشأه إصدار أحدث من Leadbell ولا يستطيع هذا الإصدار قراءته',
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
    beingMade: (since) => `حان موعده ${since}، وأعمل على إعداده.`,
    owed: (since, why) => `⚠️ حان موعده ${since} ولم يجهز بعد: ${why}.`,
    threadOnly: 'رسالة واحدة في اليوم، والبقية في سلسلة الردود.',
    skipsEmpty: 'لا يُرسَل شيء إذا لم يكن هناك عملاء.',
    together: (n) => `إذا وصل أكثر من ${plural(n, leadsAfterFrom)} معًا يُجمعون في رسالة واحدة.`,
    atLeast: (n) =>
      plural(n, {
        zero: 'كل الدفعات.',
        one: 'الدفعات التي فيها عميل واحد بأخطاء على الأقل.',
        two: 'الدفعات التي فيها عميلان بأخطاء على الأقل.',
        few: 'الدفعات التي فيها # عملاء بأخطاء على الأقل.',
        many: 'الدفعات التي فيها # عميلًا بأخطاء على الأقل.',
        other: 'الدفعات التي فيها # عميل بأخطاء على الأقل.',
      }),
    share: (percent) => `الدفعات التي لدى ${number(percent)}% من عملائها أخطاء على الأقل.`,
    stalled: (minutes) => `الدفعات التي لم تنتهِ بعد ${plural(minutes, minuteForms)}.`,
    unreachable: (minutes) => `نظام DMS إذا لم يستجب منذ ${plural(minutes, minuteForms)}.`,
    escalates: (minutes) => `إذا لم يطّلع أحد على التنبيه خلال ${plural(minutes, minuteForms)} أذكر مجموعة مستخدمين.`,
    workingDaysOnly: 'في أيام العمل فقط، ويشمل كل ملخص أيام الإجازة التي قبله.',
    hijri: 'مع التاريخ الهجري.',
    without: (list) => `من دون: ${list}.`,
    sections: {
      outcomes: 'الأخطاء والمُنشأ وقيد الانتظار',
      hot: 'العملاء الأكثر جدية وتجارب القيادة',
      ranking: 'ترتيب الفروع (أسبوعيًا)',
      breakdown: 'حسب المصدر والماركة والفرع',
      hours: 'أوقات الوصول',
      errors: 'أكثر الأخطاء',
      bulks: 'الدفعات المفتوحة والملغاة',
      quality: 'جودة البيانات',
    },
    preview: {
      title: 'ما كان هذا الاشتراك سيُرسله',
      line: (time, what) => `${time}: ${what}`,
      nothing: 'لا شيء، لعدم وجود عملاء',
      latest: 'أحدثها كما كان سيظهر في القناة:',
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
    units: { leads: 'بعدد العملاء', percent: 'بالمئة', minutes: 'بالدقائق' },
    notASchedule: (word) => `لم أفهم ${q(word)}: اذكر الوقت والأيام، مثل: ${command('اشترك ملخص 08:30 الأحد-الخميس')}`,
    notOfAlerts: (word, thresholds) =>
      `لم أفهم ${q(word)} للتنبيهات: يمكنك إضافة «بلا-» مع اسم قاعدة، أو أحد هذه الحدود: ${thresholds}، أو «نداء-» مع معرّف مجموعة وتصعيد-30، أو في-سلسلة، مثل: ${command('اشترك تنبيهات من-5 بلا-أعداد-مختلفة')}`,
    notOfLeads: (word) =>
      `لم أفهم ${q(word)} للعملاء الجدد: يمكنك إضافة عوامل تصفية أو معًا-5 أو في-سلسلة، مثل: ${command('اشترك عملاء ماركة:KIA معًا-5')}`,
    notAZone: (word) => `لا أعرف المنطقة الزمنية ${q(word)}: اكتب مثلًا \u2068Asia/Riyadh\u2069.`,
    noTime: `يُرجى إضافة الوقت، مثل: ${command('اشترك ملخص 08:30')}`,
    buttons: {
      send: 'أرسل الآن',
      pause: 'إيقاف مؤقت',
      resume: 'استئناف',
      remove: 'حذف',
      edit: 'تعديل',
      preview: 'معاينة',
      keep: 'الإبقاء عليه',
    },
    unheld: {
      soon: (owner, what, place) => [
        { words: 'لم يعد من حق ' },
        owner,
        { words: ' أن يكون مسؤولًا عن ' },
        { words: what, style: 'bold' },
        { words: ' في ' },
        place,
        { words: '. سيستمر 7 أيام.' },
      ],
      soonShort: 'اشتراك لم يعد له مسؤول، وسيستمر 7 أيام.',
      paused: (owner, what, place) => [
        { words: 'أوقفت مؤقتًا ' },
        { words: what, style: 'bold' },
        { words: ' في ' },
        place,
        { words: ': لم يعد من حق ' },
        owner,
        { words: ' أن يكون مسؤولًا عنه، ولم يتولّه أحد.' },
      ],
      pausedShort: 'أوقفت مؤقتًا اشتراكًا لم يعد له مسؤول.',
      how: 'يستطيع أي شخص يحق له تغيير الاشتراكات أن يبقي عليه، ويصبح مسؤولًا عنه.',
      howThere: 'يستطيع أي شخص يحق له تغيير الاشتراكات أن يبقي عليه بالزر الموجود في تلك القناة.',
    },
    form: {
      title: 'اشتراك',
      what: 'الاشتراك في',
      kinds: { digest: 'ملخص', alerts: 'تنبيهات', leads: 'العملاء الجدد فور وصولهم' },
      channel: 'القناة',
      submit: 'اشترك',
      change: 'حفظ',
      rhythm: 'التكرار',
      onDays: 'في الأيام المحددة أدناه',
      monthly: (day) => (day === 31 ? 'في آخر يوم من كل شهر' : `في اليوم ${day} من كل شهر`),
      zone: 'المنطقة الزمنية',
      time: 'الوقت',
      days: 'الأيام',
      daysHint: 'إذا لم تختر أي يوم فسيصلك كل يوم. وبعد أيام بلا ملخص يشملها الملخص التالي أيضًا.',
      language: 'اللغة',
      any: 'أي قيمة',
      filtersHint: 'اتركه فارغًا لكل العملاء. افصل بين القيم بفواصل، وضع ! في البداية لاستبعادها.',
      options: 'خيارات',
      skip: 'عدم الإرسال إذا لم يكن هناك عملاء',
      working: 'الإرسال في أيام العمل فقط',
      hijri: 'إظهار التاريخ الهجري أيضًا',
      sections: 'الأقسام',
      rules: 'القواعد',
      from: 'التنبيه إذا كان في الدفعة هذا العدد من العملاء بأخطاء على الأقل',
      share: 'أو هذه النسبة المئوية من عملائها على الأقل',
      thresholdsHint: 'اتركه فارغًا لاستخدام القيمة الافتراضية. أدخل عددًا أو نسبة، وسيُستخدم ما تُدخله.',
      stalled: 'التنبيه إذا لم تنتهِ الدفعة خلال هذا العدد من الدقائق',
      unreachable: 'التنبيه إذا لم يستجب نظام DMS طوال هذا العدد من الدقائق',
      group: 'مجموعة المستخدمين التي تُذكر إذا لم يطّلع أحد على التنبيه',
      groupHint: 'معرّف المجموعة: افتحها في Slack واختر \u2068Copy group ID\u2069 من قائمتها.',
      escalate: 'ذكرها بعد هذا العدد من الدقائق',
      together: 'رسالة واحدة إذا وصل أكثر من هذا العدد من العملاء معًا',
      threadOnly: 'رسالة واحدة في اليوم، والبقية في سلسلة الردود',
      problems: {
        number: (least, most) => `يُرجى إدخال عدد صحيح من ${number(least)} إلى ${number(most)}.`,
        group: 'هذا ليس معرّف مجموعة مستخدمين. المعرّف يشبه \u2068S0123ABCD\u2069.',
        nobodyToCall: 'يُرجى إدخال معرّف مجموعة، أو ترك الدقائق فارغة.',
        noRules: 'يُرجى اختيار قاعدة واحدة على الأقل، وإلا فلن يُرسَل شيء.',
      },
    },
  },
};
