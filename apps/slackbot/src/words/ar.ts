/** Arabic (Modern Standard, as business writes it). Pure. Gregorian dates and Latin digits, see `format.ts`. */
import type { Messages } from './en.ts';
import { clock, createFormat, type Forms, languages, quoted, weekOrder } from '@leadbell/i18n';

const format = createFormat('ar');
const { number, plural } = format;

function q(text: string): string {
  return quoted(text, '«', '»');
}

function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `هل تقصد ${q(near)}؟`;
}

const leads: Forms = {
  zero: 'لا عملاء محتملين',
  one: 'عميل محتمل واحد',
  two: 'عميلان محتملان',
  few: '# عملاء محتملين',
  many: '# عميلًا محتملًا',
  other: '# عميل محتمل',
};

const days: Forms = {
  zero: 'آخر # يوم',
  one: 'آخر يوم',
  two: 'آخر يومين',
  few: 'آخر # أيام',
  many: 'آخر # يومًا',
  other: 'آخر # يوم',
};

const alertForms: Forms = {
  zero: 'لا تنبيهات',
  one: 'تنبيه واحد',
  two: 'تنبيهان',
  few: '# تنبيهات',
  many: '# تنبيهًا',
  other: '# تنبيه',
};

const timesForms: Forms = {
  zero: 'ولا مرة',
  one: 'مرة واحدة',
  two: 'مرتين',
  few: '# مرات',
  many: '# مرة',
  other: '# مرة',
};

const dayForms: Forms = {
  zero: '# يوم',
  one: 'يوم واحد',
  two: 'يومين',
  few: '# أيام',
  many: '# يومًا',
  other: '# يوم',
};

const hours: Forms = {
  zero: 'آخر # ساعة',
  one: 'آخر ساعة',
  two: 'آخر ساعتين',
  few: 'آخر # ساعات',
  many: 'آخر # ساعة',
  other: 'آخر # ساعة',
};

const minuteForms = {
  zero: '# دقيقة',
  one: 'دقيقة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
};

const messageForms = {
  zero: 'أي رسالة',
  one: 'رسالة واحدة',
  two: 'رسالتين',
  few: '# رسائل',
  many: '# رسالة',
  other: '# رسالة',
};

const closedWhy: Readonly<Record<string, string>> = {
  is_archived: 'القناة مؤرشفة.',
  channel_is_archived: 'القناة مؤرشفة.',
  is_inactive: 'القناة لم تعد مستخدمة.',
  not_in_channel: 'لم أعد عضوًا في القناة.',
  channel_not_found: 'لم أعد أرى القناة.',
  channel_is_limited_access: 'لا يُسمح لي بدخول القناة.',
  posting_to_channel_denied: 'لا يُسمح لي بالنشر في القناة.',
  restricted_action: 'النشر في القناة مقصور على أشخاص لست منهم.',
  restricted_action_read_only_channel: 'القناة للقراءة فقط.',
  restricted_action_thread_only_channel: 'لا تقبل القناة إلا الردود داخل سلاسل المحادثات.',
  channel_type_not_supported: 'لا تستطيع التطبيقات النشر في هذا النوع من المحادثات.',
  method_not_supported_for_channel_type: 'لا تستطيع التطبيقات النشر في هذا النوع من المحادثات.',
  user_disabled: 'حساب الشخص معطّل.',
  user_not_found: 'لم يعد الشخص في مساحة العمل هذه.',
  user_not_visible: 'لا يُسمح لي برؤية الشخص.',
  user_is_restricted: 'الشخص ضيف لا تستطيع التطبيقات مراسلته.',
  cannot_dm_bot: 'هذا تطبيق، والتطبيقات لا يراسل بعضها بعضًا.',
  messages_tab_disabled: 'الرسائل إلى Leadbell معطّلة في مساحة العمل هذه.',
  token_revoked: 'أُلغي وصول Leadbell إلى مساحة العمل هذه.',
  account_inactive: 'أُلغي وصول Leadbell إلى مساحة العمل هذه.',
  invalid_auth: 'لم يعد Slack يقبل رمز Leadbell.',
  never_comes: 'كل أيامه مغلقة في التقويم.',
  unreadable: 'أنشأه إصدار أحدث من Leadbell ولا يستطيع هذا الإصدار قراءته.',
};

export const ar: Messages = {
  tag: 'ar',
  direction: languages.ar.direction,
  format,
  listSeparator: '، ',

  typed: {
    today: 'اليوم',
    yesterday: 'أمس',
    thisWeek: 'هذا الأسبوع',
    lastDays: (count) => plural(count, days),
    errors: 'أخطاء',
    bulk: 'دفعة',
    lead: 'عميل',
    help: 'مساعدة',
    status: 'حالة',
  },

  acts: {
    notWritten: 'تعذّر على Leadbell استلام طلبك الآن، فلم يُنفَّذ شيء. يُرجى المحاولة مجددًا بعد دقيقة.',
    once: 'طُلب هذا قبل لحظات، لذا يُنفَّذ مرة واحدة فقط.',
    restarting: 'يُعاد تشغيل Leadbell الآن، وسيُكمل طلبك فور عودته.',
    done: 'تم. نعتذر عن التأخير.',
    perhaps: 'أُعيد تشغيل Leadbell أثناء التنفيذ. يُرجى التأكد مما إذا كان الطلب قد نُفِّذ قبل المحاولة مجددًا.',
    readAgain: 'أُعيد تشغيل Leadbell قبل أن تكتمل الإجابة. يُرجى المحاولة مجددًا.',
  },
  shell: {
    fetching: 'جارٍ جلب العملاء المحتملين… لحظة من فضلك.',
    tryAgain: 'إعادة المحاولة',
    help: 'مساعدة',
    trouble: (kind) =>
      ({
        unauthorized: 'لم يقبل نظام DMS بيانات الدخول، فتعذّرت قراءة العملاء المحتملين. يُرجى إبلاغ المسؤول عن Leadbell.',
        'rate-limited': 'يطلب نظام DMS التمهّل قليلًا. انتظر لحظات ثم أعد المحاولة.',
        unavailable: 'نظام DMS لا يستجيب حاليًا. بيانات عملائك محفوظة فيه؛ أعد المحاولة بعد دقيقة.',
        timeout: 'استغرق نظام DMS وقتًا أطول من اللازم. أعد المحاولة، أو اطلب فترة أقصر.',
        contract: 'وصل رد نظام DMS بصيغة لا نفهمها. يُرجى إبلاغ المسؤول عن Leadbell.',
        'bad-request': 'لم يقبل نظام DMS هذا الطلب. جرّب فترة أخرى أو رقمًا آخر.',
        'not-found':
          'لا يوجد شيء على العنوان الذي نستخدمه لنظام DMS. يمكن للمسؤول عن Leadbell التحقق منه، وهو DMS_BASE_URL في الإعدادات.',
        aborted: 'أُوقف الطلب قبل وصول رد نظام DMS. أعد المحاولة.',
      })[kind],
    retryAfter: (seconds) =>
      plural(seconds, {
        zero: 'يمكن إعادة الطلب الآن.',
        one: 'يمكن إعادة الطلب بعد ثانية واحدة.',
        two: 'يمكن إعادة الطلب بعد ثانيتين.',
        few: 'يمكن إعادة الطلب بعد # ثوانٍ.',
        many: 'يمكن إعادة الطلب بعد # ثانية.',
        other: 'يمكن إعادة الطلب بعد # ثانية.',
      }),
    failed: 'حدث خطأ من جانبنا. يُرجى إعادة المحاولة.',
    reference: (reference) => `الرقم المرجعي: ${reference}`,
    notInChannel: 'لست عضوًا في هذه القناة بعد: اكتب هنا \u2068/invite @Leadbell\u2069 ثم أعد المشاركة.',
    shared: 'تمت المشاركة في القناة.',
    rest: 'تجد البقية عبر \u2068/leads\u2069.',
    busy: (seconds) =>
      plural(seconds, {
        zero: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة الآن.',
        one: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة بعد ثانية واحدة.',
        two: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة بعد ثانيتين.',
        few: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة بعد # ثوانٍ.',
        many: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة بعد # ثانية.',
        other: 'يطلب Slack الانتظار. يُرجى إعادة المحاولة بعد # ثانية.',
      }),
    notNow: 'تعذّر ذلك في Slack الآن. يُرجى إعادة المحاولة بعد دقيقة.',
    workspaceClosed:
      'لا يسمح Slack حاليًا لـ Leadbell بالعمل في مساحة العمل هذه. يُرجى إبلاغ المسؤول عن Leadbell: السبب في \u2068`leadbell status`\u2069.',
    pressAgain: 'استغرق ذلك وقتًا أطول مما يسمح به Slack. يُرجى الضغط مرة أخرى.',
    fileRefused: (code) =>
      ({
        file_uploads_disabled: 'مساحة العمل هذه لا تسمح بالملفات. يُرجى أن تطلب من مسؤول Slack السماح بها.',
        file_uploads_except_images_disabled:
          'مساحة العمل هذه تسمح بالصور فقط. يُرجى أن تطلب من مسؤول Slack السماح بغيرها من الملفات.',
        file_type_not_allowed:
          'مساحة العمل هذه لا تسمح بهذا النوع من الملفات. يُرجى أن تطلب من مسؤول Slack السماح بملفات CSV.',
        storage_limit_reached: 'لا توجد مساحة متبقية للملفات في مساحة العمل هذه. يُرجى مراجعة مسؤول Slack.',
        file_upload_size_restricted:
          'الملف أكبر مما تسمح به مساحة العمل هذه. اطلب عددًا أقل من العملاء أو راجع مسؤول Slack.',
      })[code] ?? `لم يقبل Slack الملف (${code}). يُرجى مراجعة مسؤول Slack.`,
    perhapsShared: 'لم يؤكد Slack النشر، وربما نُشرت في القناة: انظر فيها قبل أن تشاركها مرة أخرى.',
    sharedBy: (user) => [{ words: 'تمت المشاركة بواسطة ' }, { user }],
    staleButton: 'هذا الزر من رسالة قديمة: يُرجى السؤال من جديد عبر \u2068/leads\u2069.',
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

  commands: {
    today: { form: 'اليوم', gives: 'العملاء المحتملون اليوم' },
    period: {
      form: 'أمس',
      gives: 'أي فترة: هذا الأسبوع، آخر 3 أيام، آخر 12 ساعة، الأحد، 24 أغسطس، \u20682025-08-24..2025-08-30\u2069',
    },
    errors: { form: 'أخطاء [الفترة]', gives: 'العملاء المحتملون الذين بهم أخطاء، وما الخطأ' },
    bulk: { form: 'دفعة <الرقم>', gives: 'دفعة واحدة: حالتها ومن فيها' },
    lead: { form: 'عميل <الرقم> [الفترة]', gives: 'عميل واحد برقمه في نظام DMS، خلال آخر 7 أيام ما لم تحدد فترة' },
    subscribe: { form: 'اشترك 08:30 الأحد-الخميس', gives: 'ملخص لهذه القناة، مع أي تصفية' },
    subscriptions: { form: 'الاشتراكات', gives: 'ما يصل إلى هذه القناة ومتى' },
    alerts: { form: 'تنبيهات [رقم]', gives: 'ما هو خاطئ الآن، ولماذا أُبلغت أو لم تُبلغ' },
    assign: { form: 'إسناد <رقم> @شخص', gives: 'من يتولى تنبيهًا: شخص، أو لي، أو لا-أحد' },
    note: { form: 'ملاحظة <رقم> <نص>', gives: 'يكتب سطرًا في سلسلة التنبيه' },
    replay: { form: 'محاكاة bulk-errors from-5', gives: 'ما كانت ستقوله قاعدة بهذا الرقم، وكم مرة' },
    silence: {
      form: 'إسكات مصدر:Email 2h',
      gives: 'ألا تُبلغ عن شيء لفترة: مصدر أو ماركة أو فرع أو \u2068خطأ:"Branch not found"\u2069',
    },
    silences: { form: 'إسكاتات', gives: 'ما هو مُسكَت، وإنهاؤه' },
    preview: { form: 'معاينة <رقم>', gives: 'ما كان سيُرسله أحدها في الأيام الأخيرة' },
    language: { form: 'لغة عربي', gives: 'اللغة التي أجيبك بها' },
    unsubscribe: { form: 'إلغاء-الاشتراك <الرقم>', gives: 'ينهي أحدها' },
    status: { form: 'الحالة', gives: 'هل يجيب نظام DMS، وهل تصل الرسائل' },
    help: { form: 'مساعدة', gives: 'هذه القائمة' },
  },

  notices: {
    kind: (kind) => ({ digest: 'الملخص اليومي', alerts: 'التنبيهات', leads: 'العملاء الجدد' })[kind] ?? 'الاشتراك',
    paused: (channel, what) => [
      { words: 'أوقفتُ ' },
      { words: what, style: 'bold' },
      { words: ' في ' },
      channel,
      { words: ':' },
    ],
    pausedShort: 'أوقفتُ أحد اشتراكاتك:',
    why: (code) => closedWhy[code] ?? `لا يسمح لي Slack بالنشر هناك (${code}).`,
    resume: 'لن يُرسَل شيء حتى يُستأنف.',
    undelivered: (place, what, messages) => [
      { words: `تعذّر إيصال ${plural(messages, messageForms)} من ` },
      { words: what, style: 'bold' },
      { words: ' إلى ' },
      place,
      { words: ':' },
    ],
    undeliveredShort: 'تعذّر إيصال رسالة من أحد اشتراكاتك:',
    goesOn: 'تُرسل الرسائل التالية كالمعتاد. اكتب ⁨/leads الاشتراكات⁩ لترى ما آلت إليه آخر رسالة.',
    perhaps: (place, what, messages) => [
      { words: `من المحتمل فقدان ${plural(messages, messageForms)} من ` },
      { words: what, style: 'bold' },
      { words: ' في ' },
      place,
      { words: ':' },
    ],
    perhapsShort: 'قد تكون رسالة من أحد اشتراكاتك مفقودة:',
    lookThere: 'تحقّق من وجودها هناك. لن أنشرها مرة أخرى حتى لا يقرأها أحد مرتين.',
    late: (place, what, meantFor) => [
      { words: 'لم يجهز بعد ' },
      { words: what, style: 'bold' },
      { words: ' في ' },
      place,
      { words: ` الذي كان موعده ${meantFor}:` },
    ],
    lateShort: 'أحد ملخصاتك لم يجهز بعد:',
    comesLater: 'أواصل المحاولة، ولن تضيع أي ساعة: الملخص التالي يشملها كلها ويذكر ذلك.',
    unsent: (place, what) => [
      { words: 'لم أرسل ' },
      { words: what, style: 'bold' },
      { words: ' في ' },
      place,
      { words: ' الذي طلبتَ إرساله الآن:' },
    ],
    unsentShort: 'لم أرسل الملخص الذي طلبتَه:',
    unsentWhy: {
      paused: 'أُوقف اشتراكه قبل أن يجهز.',
      changed: 'عُدّل اشتراكه قبل أن يجهز.',
      removed: 'حُذف اشتراكه قبل أن يجهز.',
    },
    askAgain: 'للمحاولة من جديد، اكتب ⁨/leads الاشتراكات⁩ في القناة واختر «أرسل الآن».',
    subscribeAgain: 'لرؤية العملاء الآن، اكتب ⁨/leads اليوم⁩. ولتصلك الملخصات من جديد، اكتب ⁨/leads اشترك⁩ في القناة.',
    undeliveredWhy: (reason) => {
      const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
      if (kind === 'perhaps posted') return `لم يوضّح Slack هل نُشرت، ولا أستطيع التحقق (${code}).`;
      if (kind === 'gone') return 'سلسلتها لم تعد تقبل الردود.';
      const known: Readonly<Record<string, string>> = {
        no_first_message: 'الرسالة التي تتبعها لم تُنشر.',
        no_answer: 'Slack لا يجيب.',
        ratelimited: 'يطلب Slack التمهّل.',
        msg_too_long: 'أطول مما يقبله Slack بأي صيغة.',
        msg_blocks_too_long: 'أطول مما يقبله Slack بأي صيغة.',
        invalid_blocks: 'لا يقبلها Slack بأي صيغة.',
      };
      return known[reason] ?? closedWhy[reason] ?? `يرفضها Slack (${reason}).`;
    },
  },

  alerts: {
    rules: {
      'bulk-errors': 'عملاء بأخطاء',
      'bulk-cancelled': 'دفعات ملغاة',
      'bulk-stalled': 'دفعات متوقفة',
      'new-error': 'أخطاء لم تُر من قبل',
      'counts-differ': 'أعداد مختلفة',
      'bulk-set-aside': 'دفعات تعذّر حفظها',
      'dms-unreachable': 'نظام DMS لا يجيب',
      'not-watching': 'توقف متابعة Leadbell',
      'no-leads': 'لا عملاء جدد',
    },
    title: (rule, bulks) =>
      ({
        'bulk-errors': plural(bulks, {
          zero: 'لا أخطاء في الدفعات',
          one: 'أخطاء في دفعة واحدة',
          two: 'أخطاء في دفعتين',
          few: 'أخطاء في # دفعات',
          many: 'أخطاء في # دفعة',
          other: 'أخطاء في # دفعة',
        }),
        'bulk-cancelled': plural(bulks, {
          zero: 'لم تُلغَ دفعات',
          one: 'أُلغيت دفعة واحدة',
          two: 'أُلغيت دفعتان',
          few: 'أُلغيت # دفعات',
          many: 'أُلغيت # دفعة',
          other: 'أُلغيت # دفعة',
        }),
        'bulk-stalled': plural(bulks, {
          zero: 'لا دفعات متوقفة',
          one: 'دفعة واحدة لا تتقدم',
          two: 'دفعتان لا تتقدمان',
          few: '# دفعات لا تتقدم',
          many: '# دفعة لا تتقدم',
          other: '# دفعة لا تتقدم',
        }),
        'new-error': 'خطأ لم يُر من قبل',
        'counts-differ': plural(bulks, {
          zero: 'لا أعداد مختلفة',
          one: 'أعداد دفعة واحدة مختلفة',
          two: 'أعداد دفعتين مختلفة',
          few: 'أعداد # دفعات مختلفة',
          many: 'أعداد # دفعة مختلفة',
          other: 'أعداد # دفعة مختلفة',
        }),
        'bulk-set-aside': plural(bulks, {
          zero: 'لا دفعات تعذّر حفظها',
          one: 'تعذّر حفظ دفعة واحدة',
          two: 'تعذّر حفظ دفعتين',
          few: 'تعذّر حفظ # دفعات',
          many: 'تعذّر حفظ # دفعة',
          other: 'تعذّر حفظ # دفعة',
        }),
        'dms-unreachable': 'نظام DMS لا يجيب',
        'not-watching': 'توقف Leadbell عن متابعة نظام DMS',
        'no-leads': 'لا عملاء جدد منذ ساعتين',
      })[rule],
    withoutReason: (leads) =>
      plural(leads, {
        zero: 'أخطاء دون ذكر السبب',
        one: 'عميل محتمل واحد بأخطاء دون ذكر السبب',
        two: 'عميلان محتملان بأخطاء دون ذكر السبب',
        few: '# عملاء محتملين بأخطاء دون ذكر السبب',
        many: '# عميلًا محتملًا بأخطاء دون ذكر السبب',
        other: '# عميل محتمل بأخطاء دون ذكر السبب',
      }),
    newError: (cause) => `خطأ جديد: ${cause}`,
    sources: (n) =>
      plural(n, {
        zero: 'لا مصادر',
        one: 'مصدر واحد',
        two: 'مصدران',
        few: '# مصادر',
        many: '# مصدرًا',
        other: '# مصدر',
      }),
    branches: (n) =>
      plural(n, { zero: 'لا فروع', one: 'فرع واحد', two: 'فرعان', few: '# فروع', many: '# فرعًا', other: '# فرع' }),
    unstable: 'يظهر ويختفي',
    counts: (rule, count, of) =>
      ({
        'bulk-errors': `بأخطاء: ${count} من ${of}`,
        'bulk-cancelled': `العملاء: ${of}`,
        'bulk-stalled': `العملاء: ${of}، ولم تنتهِ بعد ${count} دقيقة`,
        'new-error': `العملاء: ${count} من ${of}`,
        'counts-differ': `يختلف عدّ النظام عمّا يسرده بـ ${count}`,
        'bulk-set-aside': `العملاء: ${of}`,
        'dms-unreachable': '',
        'not-watching': '',
        'no-leads': '',
      })[rule],
    ofThem: (errored) => `منهم بأخطاء: ${number(errored)}`,
    explains: {
      'not-watching': () =>
        'لا يُرى العملاء الجدد ولا الأخطاء ولا الدفعات المفتوحة خلال ذلك، ويُقرأ ما فات فور عودة المتابعة. أبلغ من يشغّل Leadbell، والتفاصيل في ⁨/leads حالة⁩.',
      'dms-unreachable': () =>
        'لا يمكن قراءة العملاء: لا يُرى الجدد ولا يُعرف شيء عن الدفعات المفتوحة. تتكرر المحاولة باستمرار، ويُقرأ ما فات فور أن يجيب.',
      'no-leads': (count) =>
        `المعتاد في هذا الوقت من الأسبوع نحو ${number(count)} خلال ساعتين. هل الطريق إلى نظام DMS سالك؟`,
    },
    bulk: (id) => `الدفعة ${id}`,
    bulkOf: (when) => (when === '' ? 'دفعة لا يُعرف تاريخها' : `دفعة ${when}`),
    number: (id) => `التنبيه ${id}`,
    since: (time) => `منذ ${time}`,
    acknowledgedBy: 'اطّلع عليه',
    ownedBy: 'يتولاه',
    elsewhere: 'شخص في مساحة عمل أخرى',
    snoozedUntil: (time) => `مؤجل إلى ${time}`,
    resolvedAt: (time) => `انتهى ${time}`,
    expiredAt: (time) => `انتهت متابعته ${time}`,
    entries: {
      'group-wait': 'ننتظر لحظة ما قد يشبهه.',
      fired: 'أُبلغ عنه.',
      changed: 'تغيّر.',
      unchanged: 'لم يتغير شيء.',
      'group-interval': 'انضمت إليه دفعات أخرى، ويُبلغ عنها حين تنقضي مهلة المجموعة.',
      joined: 'دفعات أخرى للسبب نفسه.',
      repeated: 'ما زال قائمًا ولم يطّلع عليه أحد.',
      acknowledged: 'لم يُكرر: هناك من اطّلع عليه.',
      silenced: 'لم يُبلغ عنه: مُسكَت.',
      snoozed: 'لم يُبلغ عنه: مؤجل.',
      'snooze-over': 'انتهى التأجيل وما زال قائمًا.',
      inhibited: 'لم يُبلغ عنه: سببه أن نظام DMS لا يُقرأ.',
      'quiet-hours': 'لم يُكرر: خارج أوقات العمل.',
      resolved: 'انتهى.',
      expired: 'انتهت المتابعة: لم يُصلَح، ولم نعد نتابعه.',
      'gone-before-told': 'زال قبل الإبلاغ عنه.',
      reopened: 'عاد الخطأ.',
      damped: 'عاد بعد وقت قصير، فحُدّثت الرسالة فقط.',
      unstable: 'يظهر ويختفي. لن نرسل جديدًا عنه حتى يستقر مدة.',
      steady: 'لم يعد يظهر ويختفي، وما زال قائمًا.',
      acknowledge: 'اطّلع عليه',
      assign: 'تولّاه',
      release: 'أعاده دون متولٍّ',
      snooze: 'أُجّل إلى يوم العمل التالي',
      note: 'ملاحظة',
      escalate: 'لم يطّلع أحد على هذا بعد.',
    },
    joined: (bulks) =>
      plural(bulks, {
        zero: 'لا دفعات أخرى للسبب نفسه.',
        one: 'دفعة أخرى للسبب نفسه.',
        two: 'دفعتان أخريان للسبب نفسه.',
        few: '# دفعات أخرى للسبب نفسه.',
        many: '# دفعة أخرى للسبب نفسه.',
        other: '# دفعة أخرى للسبب نفسه.',
      }),
    resent: (n) =>
      plural(n, {
        zero: 'لم يُرسل أي عميل محتمل مجددًا.',
        one: 'أُرسل عميل محتمل واحد مجددًا في دفعة لاحقة.',
        two: 'أُرسل عميلان محتملان مجددًا في دفعة لاحقة.',
        few: 'أُرسل # عملاء محتملين مجددًا في دفعة لاحقة.',
        many: 'أُرسل # عميلًا محتملًا مجددًا في دفعة لاحقة.',
        other: 'أُرسل # عميل محتمل مجددًا في دفعة لاحقة.',
      }),
    buttons: {
      acknowledge: 'اطّلعت',
      assign: 'أتولاه',
      assignTo: 'إسناد إلى…',
      release: 'أعده دون متولٍّ',
      note: 'إضافة ملاحظة…',
      snooze: 'أجّل إلى الغد',
      view: 'عرض الأخطاء',
      export: 'تصدير',
      endSilence: 'إنهاء',
    },
    summary: {
      burst: (causes, bulks) =>
        `${plural(causes, {
          zero: 'لا أسباب',
          one: 'سبب واحد للأخطاء',
          two: 'سببان للأخطاء',
          few: '# أسباب للأخطاء',
          many: '# سببًا للأخطاء',
          other: '# سبب للأخطاء',
        })} معًا، في ${plural(bulks, {
          zero: '0 دفعة',
          one: 'دفعة واحدة',
          two: 'دفعتين',
          few: '# دفعات',
          many: '# دفعة',
          other: '# دفعة',
        })}`,
      first: (alerts) =>
        plural(alerts, {
          zero: 'لا تنبيهات مفتوحة',
          one: 'تنبيه واحد مفتوح',
          two: 'تنبيهان مفتوحان',
          few: '# تنبيهات مفتوحة',
          many: '# تنبيهًا مفتوحًا',
          other: '# تنبيه مفتوح',
        }),
      andMore: (title, more) => (more === 0 ? title : `${title}، و${number(more)} غيره`),
      rest: 'البقية في سلسلة الردود. وفي «كل الأسباب» القائمة كاملة للاطلاع والإسناد والإسكات، وكذلك في ⁨/leads تنبيهات⁩.',
      others: 'البقية',
      joined: (n) =>
        plural(n, {
          zero: 'لا أسباب جديدة.',
          one: 'ظهر سبب آخر.',
          two: 'ظهر سببان آخران.',
          few: 'ظهرت # أسباب أخرى.',
          many: 'ظهر # سببًا آخر.',
          other: 'ظهر # سبب آخر.',
        }),
      reopened: (n) =>
        plural(n, {
          zero: 'لم يعد شيء منها.',
          one: 'عاد واحد منها.',
          two: 'عاد اثنان منها.',
          few: 'عادت # منها.',
          many: 'عاد # منها.',
          other: 'عاد # منها.',
        }),
      repeated: (n) =>
        plural(n, {
          zero: 'اطُّلع عليها كلها.',
          one: 'لم يطّلع أحد على واحد منها بعد.',
          two: 'لم يطّلع أحد على اثنين منها بعد.',
          few: 'لم يطّلع أحد على # منها بعد.',
          many: 'لم يطّلع أحد على # منها بعد.',
          other: 'لم يطّلع أحد على # منها بعد.',
        }),
      resolved: () => 'انتهت كلها.',
      allCauses: 'كل الأسباب',
      silenceHours: 'أسكته ساعتين',
      silenceDay: 'أسكته يومًا',
      silencedUntil: (time) => `مُسكَت حتى ${time}`,
    },
    dayCounts: {
      open: (n) => `مفتوحة: ${number(n)}`,
      unstable: (n) => `غير مستقرة: ${number(n)}`,
      acknowledged: (n) => `اطُّلع عليها: ${number(n)}`,
      resolved: (n) => `انتهت: ${number(n)}`,
      expired: (n) => `انتهت متابعتها: ${number(n)}`,
    },
    emptyNote: 'اكتب الملاحظة بعد الرقم، مثلًا: \u2068/leads note 12 تغيّر اسم الفرع\u2069.',
    told: (n) =>
      plural(n, {
        zero: 'في آخر 7 أيام لم يكن ليُبلغ عن شيء.',
        one: 'في آخر 7 أيام كان سيُبلغ عن تنبيه واحد.',
        two: 'في آخر 7 أيام كان سيُبلغ عن تنبيهين.',
        few: 'في آخر 7 أيام كان سيُبلغ عن # تنبيهات.',
        many: 'في آخر 7 أيام كان سيُبلغ عن # تنبيهًا.',
        other: 'في آخر 7 أيام كان سيُبلغ عن # تنبيه.',
      }),
    mayNotSilence: 'إسكات التنبيهات وتأجيلها وإنهاء الإسكات متاح فقط لمن يشرفون على Leadbell هنا.',
    gone: 'انتهى هذا التنبيه، أو لا تنبيه بهذا الرقم.',
    doneUnseen: 'تم. لن تتغيّر هذه الرسالة، فلا اشتراك نشطًا في التنبيهات هنا.',
    listTitle: 'التنبيهات',
    none: 'لا تنبيهات.',
    why: (reason) => `لماذا أُبلغ عنه أو لم يُبلغ آخر مرة: ${reason}`,
    history: 'ما حدث',
    silences: 'الإسكاتات',
    noSilences: 'لا شيء مُسكَت.',
    silenced: 'أُسكت. لن تصلك تنبيهات مطابقة جديدة حتى ذلك الحين، وسيصلك خبر الحل.',
    errorWords: 'الخطأ',
    silenceEnded: 'انتهى.',
    until: (time) => `حتى ${time}`,
    by: 'بواسطة',
    whatToSilence:
      'ماذا أُسكت وإلى متى؟ اكتب مثلًا: \u2068/leads silence source:Email 2h\u2069 أو \u2068error:"Branch not found" 2h\u2069.',
    exported: (n) =>
      plural(n, {
        zero: 'الملف في رسائلك الخاصة.',
        one: 'الملف وفيه عميل واحد في رسائلك الخاصة.',
        two: 'الملف وفيه عميلان في رسائلك الخاصة.',
        few: 'الملف وفيه # عملاء في رسائلك الخاصة.',
        many: 'الملف وفيه # عميلًا في رسائلك الخاصة.',
        other: 'الملف وفيه # عميل في رسائلك الخاصة.',
      }),
    unreadBulks: (n) =>
      plural(n, {
        zero: 'كل الدفعات هنا.',
        one: 'دفعة واحدة ليست هنا: هي أكثر مما يُسأل عنه معًا، وهنا الأحدث.',
        two: 'دفعتان ليستا هنا: هي أكثر مما يُسأل عنه معًا، وهنا الأحدث.',
        few: '# دفعات ليست هنا: هي أكثر مما يُسأل عنه معًا، وهنا الأحدث.',
        many: '# دفعة ليست هنا: هي أكثر مما يُسأل عنه معًا، وهنا الأحدث.',
        other: '# دفعة ليست هنا: هي أكثر مما يُسأل عنه معًا، وهنا الأحدث.',
      }),
    unreadLeads: (n) =>
      plural(n, {
        zero: 'كل العملاء هنا.',
        one: 'عميل آخر واحد لا يتسع له هذا.',
        two: 'عميلان آخران لا يتسع لهما هذا.',
        few: '# عملاء آخرين لا يتسع لهم هذا.',
        many: '# عميلًا آخر لا يتسع لهم هذا.',
        other: '# عميل آخر لا يتسع لهم هذا.',
      }),
    moreErrors: (n) =>
      plural(n, {
        zero: 'كل الأخطاء هنا.',
        one: 'خطأ آخر واحد تجده في التصدير.',
        two: 'خطآن آخران تجدهما في التصدير.',
        few: '# أخطاء أخرى تجدها في التصدير.',
        many: '# خطأً آخر تجدها في التصدير.',
        other: '# خطأ آخر تجدها في التصدير.',
      }),
    erroredNow: (n) =>
      plural(n, {
        zero: 'لا عملاء بأخطاء الآن',
        one: 'عميل واحد بأخطاء الآن',
        two: 'عميلان بأخطاء الآن',
        few: '# عملاء بأخطاء الآن',
        many: '# عميلًا بأخطاء الآن',
        other: '# عميل بأخطاء الآن',
      }),
    chooseError: 'اختر خطأ',
    allErrors: (count) => `كل الأخطاء (${count})`,
    assignedToYou: 'أُسند إليك هذا التنبيه',
    assignedTo: 'أُسند إلى',
    whomToAssign: 'اذكر من يتولاه، مثل: \u2068/leads assign 12 @noura\u2069. «لي» تعني أنت، و«لا-أحد» تعيده دون متولٍّ.',
    form: {
      person: 'من يتولاه',
      personHint: 'يُبلغ في سلسلة التنبيه.',
      assign: 'إسناد',
      note: 'ملاحظة',
      noteExample: 'تغيّر اسم الفرع',
      save: 'حفظ',
      emptyNote: 'يُرجى كتابة شيء.',
    },
    exportTitle: (id) => `عملاء بأخطاء، التنبيه ${id}`,
    exportEmpty: 'لم يعد أي من عملائه بأخطاء.',
  },

  replay: {
    titleOfAll: 'ما كانت ستقوله القواعد',
    titleOf: (rule) => `ما كان سيُبلغ عنه: ${rule}`,
    sum: (alerts, pings) => `${plural(alerts, alertForms)}، ونُبهت القناة ${plural(pings, timesForms)}.`,
    counts: (alerts, pings) => `${plural(alerts, alertForms)}، ونُبهت القناة ${plural(pings, timesForms)}`,
    pingsOf: (fired, joined, reopened, repeated) =>
      `التنبيه للقناة: عند الإبلاغ ${number(fired)}، عند انضمام غيرها ${number(joined)}، عند عودة الخطأ ${number(reopened)}، لأنه ما زال قائمًا ${number(repeated)}.`,
    standing: (n) => `ما كان قائمًا عند بداية المدة: ${plural(n, alertForms)}.`,
    today: 'بأرقام الإعدادات: ',
    day: 'اليوم',
    alerts: 'التنبيهات',
    pings: 'مرات تنبيه القناة',
    pingsToday: 'المرات بأرقام الإعدادات',
    noisiest: 'الأكثر تكرارًا',
    longest: 'الأطول:',
    lasted: (minutes) =>
      minutes < 60 ? `${number(minutes)} د` : `${number(Math.floor(minutes / 60))} س ${number(minutes % 60)} د`,
    notOver: 'لم ينتهِ بعد',
    first: 'الأولى',
    how: 'كأن أحدًا لم يطّلع على شيء، والإسكاتات وأوقات العمل كما كانت. لم يُنشر شيء.',
    cut: (days) => `تُحفظ أحوال الدفعات لمدة ${plural(days, dayForms)}.`,
    knownSince: (time) => `لا يُعرف شيء عمّا قبل ${time}.`,
    nothing: (days) =>
      `لا شيء محفوظ عن تلك المدة: تُحفظ أحوال الدفعات لمدة ${plural(days, dayForms)} منذ بدأ Leadbell بالمراقبة.`,
    inSettings: 'هذه الأرقام واحدة لكل القنوات: مكانها في \u2068leadbell.config.json\u2069 تحت \u2068"alerts"\u2069.',
    subscribe: 'اشتراك هذه القناة في التنبيهات',
    noFilters: 'تنظر القواعد إلى الدفعات كاملة: لا تصلح المرشحات هنا.',
    outOfBounds: (word) => `${q(word)} ليس رقمًا مقبولًا هنا.`,
    liveOnly: (rule) => `لا يمكن تجربة ${q(rule)} على ما مضى: لا يُحفظ أي الدفعات تعذّر حفظها سابقًا.`,
    otherRule: (word) =>
      `${q(word)} تخص قاعدة أخرى: \u2068from\u2069 و\u2068share\u2069 لقاعدة \u2068bulk-errors\u2069، و\u2068stalled\u2069 لقاعدة \u2068bulk-stalled\u2069، و\u2068usual\u2069 لقاعدة \u2068no-leads\u2069، و\u2068unreachable\u2069 لقاعدة \u2068dms-unreachable\u2069.`,
  },

  watch: {
    why: (kind) => {
      const known: Readonly<Record<string, string>> = {
        unauthorized: 'نظام DMS لا يقبل تسجيل دخولنا',
        'rate-limited': 'نظام DMS يطلب التمهّل',
        unavailable: 'نظام DMS لا يجيب',
        timeout: 'نظام DMS يتأخر في الإجابة',
        contract: 'نظام DMS يجيب بصيغة لا يمكن قراءتها',
        'bad-request': 'نظام DMS لا يقبل أسئلتنا',
        'not-found': 'العنوان غير موجود في نظام DMS (⁨DMS_BASE_URL⁩)',
        aborted: 'أُوقفت القراءة',
        database: 'تعطّلت قاعدة بيانات Leadbell',
        fault: 'في Leadbell نفسه خلل يذكره سجله',
        overdue: 'لا يسأل أيّ من عمليات Leadbell نظام DMS',
        'not-watched': 'لم يكن Leadbell يعمل، أو تعذّر الوصول إلى قاعدة بياناته',
      };
      const [word = '', ...code] = kind.split(' ');
      if (code.length === 0) return known[kind] ?? `سبب آخر (⁨${kind}⁩)`;
      return word === 'database'
        ? `رفضتها قاعدة البيانات (⁨${code.join(' ')}⁩)`
        : `في Leadbell خلل معها (⁨${code.join(' ')}⁩)`;
    },
    sentence: (text) => `${text}.`,
    gap: (span) => `لم يُقرأ شيء ${span}`,
    fromTo: (from, to, lasted) => `من ${from} إلى ${to} (${lasted})`,
    caughtUp: 'وقُرئ بعد ذلك كل ما وصل خلالها.',
    lasted: (ms) => {
      const [seconds, minutes] = [Math.max(1, Math.round(ms / 1_000)), Math.round(ms / 60_000)];
      if (seconds < 60) return `${number(seconds)} ث`;
      if (minutes < 60) return `${number(minutes)} د`;
      if (minutes < 2_880) return `${number(Math.floor(minutes / 60))} س ${number(minutes % 60)} د`;
      return plural(Math.floor(minutes / 1_440), dayForms);
    },
  },

  newLeads: {
    title: 'عميل محتمل جديد',
    many: (n) => plural(n, leads),
    open: 'فتح',
  },

  people: {
    whichLanguage: 'بأي لغة أجيبك: english أم عربي؟',
    languageSet: 'تم: سأجيبك بالعربية من الآن.',
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
    dayThread: {
      alerts: (date) => `تنبيهات ${date}`,
      leads: (date) => `العملاء الجدد ليوم ${date}`,
    },
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
      cancel: 'إلغاء',
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

  digest: {
    title: 'عملاؤك المحتملون باختصار',
    same: 'مثل',
    up: (by) => `بزيادة ${by} عن`,
    down: (by) => `بانخفاض ${by} عن`,
    onDayBefore: (change, then) => `${change} اليوم السابق (${then})`,
    onDaysBefore: (change, then) => `${change} الأيام السابقة (${then})`,
    onWeekBefore: (change, then) => `${change} الوقت نفسه من الأسبوع الماضي (${then})`,
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
        one: 'واحد يريد تجربة قيادة',
        two: 'اثنان يريدان تجربة قيادة',
        few: '# يريدون تجربة قيادة',
        many: '# يريدون تجربة قيادة',
        other: '# يريدون تجربة قيادة',
      }),
    afterHours: (n) => `خارج أوقات العمل: ${number(n)}`,
    quality: 'يستحق نظرة',
    noPhone: (n) => `بلا رقم هاتف: ${number(n)}`,
    unreachable: (n) => `بلا هاتف ولا بريد إلكتروني: ${number(n)}`,
    duplicates: (n) => `سبق أن طلب أصحابها (الهاتف أو البريد نفسه): ${number(n)}`,
    dayBefore: 'اليوم السابق',
    daysBefore: 'الأيام السابقة',
    weekBefore: 'قبل أسبوع',
    stood: (when, errored, created, pending) =>
      `${when}: بأخطاء ${number(errored)}، أُنشئ ${number(created)}، قيد الانتظار ${number(pending)}`,
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
    late: (time) => `أُرسل متأخرًا: كان موعده ${time}، حين لم يكن Leadbell أو نظام DMS متاحًا.`,
    merged: (n) =>
      plural(n, {
        zero: 'لا ملخصات فائتة.',
        one: 'يغني عن ملخص واحد.',
        two: 'يغني عن ملخصين فائتين.',
        few: 'يغني عن # ملخصات فائتة.',
        many: 'يغني عن # ملخصًا فائتًا.',
        other: 'يغني عن # ملخص فائت.',
      }),
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

  help: {
    title: 'Leadbell: عملاؤك المحتملون في Slack',
    summary: 'ما يقدمه \u2068/leads\u2069: اليوم، أي فترة، الأخطاء، دفعة، عميل.',
    intro: 'اكتب \u2068/leads\u2069 ثم ما تريد رؤيته.',
    filters: 'عوامل التصفية، بعد أيٍّ منها',
    filterForms:
      'ماركة:KIA · فرع:الرياض · مصدر:"Direct Contact" · فرعي:Email · أولوية:hot · نوع:Individual · حالة:خطأ أو منشأ أو معلق',
    share: 'أضف \u2068--share\u2069 لنشر الإجابة في القناة، وإلا فلا يراها غيرك.',
    privacy: 'تعرض القوائم الاسم الأول والحرف الأول من العائلة فقط. افتح بطاقة العميل لمعرفة طريقة التواصل معه.',
    buttons: { today: 'اليوم', yesterday: 'أمس', thisWeek: 'هذا الأسبوع', errors: 'أخطاء اليوم' },
  },

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
          return plural(spec.days, days);
        case 'last-hours':
          return plural(spec.hours, hours);
        case 'date':
          return format.date(spec.date);
        default:
          return `${format.date(spec.first, { weekday: false })} – ${format.date(spec.last, { weekday: false })}`;
      }
    },
    span: (from, to) => `${from} – ${to}`,
  },

  outcomes: { errored: 'بأخطاء', created: 'أُنشئ في DMS', pending: 'قيد الانتظار' },

  leads: {
    title: 'العملاء المحتملون',
    count: (n) => plural(n, leads),
    errored: (n, percent) => `بأخطاء: ${number(n)} (${percent})`,
    noneErrored: 'بلا أخطاء',
    created: (n) => `أُنشئ في DMS: ${number(n)}`,
    pending: (n) => `قيد الانتظار: ${number(n)}`,
    filters: 'التصفية',
    or: 'أو',
    not: 'عدا',
    none: 'لا عملاء محتملين هنا.',
    noneYet: 'لا عملاء محتملين حتى الآن. فترة هادئة؛ ويظهر الجدد فور وصولهم إلى نظام DMS.',
    noneFiltered: 'لا عميل محتمل يطابق عوامل التصفية هذه.',
    tryOther: 'جرّب فترة أخرى، أو اطّلع على آخر 7 أيام.',
    tryWithout: (n) => `من دون عوامل التصفية: ${plural(n, leads)}.`,
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
      `قد ينقص الرد بعض العملاء المحتملين: ${plural(parts, {
        zero: 'لا أجزاء',
        one: 'في جزء واحد',
        two: 'في جزأين',
        few: 'في # أجزاء',
        many: 'في # جزءًا',
        other: 'في # جزء',
      })} من هذه الفترة عرض نظام DMS ${plural(bulks, {
        zero: 'لا دفعات',
        one: 'دفعة واحدة',
        two: 'دفعتين',
        few: '# دفعات',
        many: '# دفعة',
        other: '# دفعة',
      })} وربما توقّف عندها.`,
    serverDiffers: (total, errored, ourTotal, ourErrored) =>
      `العدد في نظام DMS: ${total} (بأخطاء: ${errored})؛ وما قرأناه: ${ourTotal} (بأخطاء: ${ourErrored}).`,
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
    notAllCompared: 'العملاء المحتملون أكثر من أن نجد كل من أُرسل منهم مجددًا، وقد يُحسب بعضهم مرتين.',
    newestOnly: (n) => `القائمة لأحدث ${number(n)} فقط، والأعداد للجميع. استخدم عوامل التصفية لتضييق القائمة.`,
    more: (n) => `+${number(n)} غيرها`,
    list: 'القائمة، الأحدث أولًا',
    testDrive: 'تجربة قيادة',
    noName: 'بلا اسم',
    noVehicle: 'لم تُذكر مركبة',
    notGiven: 'غير محدد',
    others: 'غير ذلك',
    asOf: (time, zone) => `آخر تحديث: ${time} (${zone})`,
    page: (page, pages) => `الصفحة ${number(page)} من ${number(pages)}`,
    range: (first, last, total) => `${number(first)}–${number(last)} من ${number(total)}`,
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
    seeForYourself: 'عرض القائمة',
  },

  errors: {
    title: 'الأخطاء',
    of: (errored, all, percent) => `${errored} من ${all} (${percent})`,
    none: 'لا أخطاء لدى أي عميل محتمل. كل شيء على ما يرام.',
    groups: 'أكثر الأخطاء',
    noReason: 'لم يذكر نظام DMS السبب',
    list: 'من لديهم أخطاء، الأحدث أولًا',
    unreadPaths: 'للمسؤول عن الربط بين الأنظمة:',
    expected: (expected, received) => `المتوقع \u2068${expected}\u2069 والوارد \u2068${received}\u2069`,
  },

  bulk: {
    title: (id) => `الدفعة ${id}`,
    none: (id) => `لا يعرف نظام DMS دفعة بالرقم ${id}.`,
    states: {
      created: 'أُنشئت: وصلت إلى نظام DMS ولم تبدأ معالجتها',
      'in-progress': 'قيد المعالجة: نظام DMS يعمل عليها',
      cancelled: 'ملغاة',
      completed: 'مكتملة',
    },
    unknownState: (state) => `حالة لا نعرفها (${state})`,
    noState: 'لم تُذكر الحالة',
    state: 'الحالة',
    createdAt: 'وقت الإنشاء',
    createdBy: 'أنشأها',
    user: (id) => `المستخدم ${id}`,
    counts: 'حسب نظام DMS',
    ourCounts: 'ما قرأناه',
    countsOf: (total, errored) => `العدد ${total}، بأخطاء ${errored}`,
    differ: 'العددان مختلفان',
    same: 'العددان متطابقان',
  },

  lead: {
    title: (id) => `العميل ${id}`,
    untitled: 'العميل المحتمل',
    none: (id, period) => `لا يوجد عميل محتمل بالرقم ${id} في هذه الفترة: ${period}.`,
    lastDays: 'لم تُحدَّد فترة: هذه آخر 7 أيام.',
    tryLonger: 'جرّب فترة أطول.',
    close: 'إغلاق',
    gone: 'لم يعد هذا العميل ضمن الإجابة. أغلق هذه النافذة وحدّث القائمة ثم افتحه من جديد.',
    groups: {
      who: 'بيانات العميل',
      contact: 'التواصل',
      wants: 'الطلب',
      origin: 'مصدر الطلب',
      consent: 'الموافقات',
      errors: 'الأخطاء',
      dms: 'في نظام DMS',
    },
    fields: {
      name: 'الاسم',
      title: 'اللقب',
      gender: 'الجنس',
      nationality: 'الجنسية',
      contactName: 'جهة الاتصال',
      companyName: 'الشركة',
      companyIndustryType: 'القطاع',
      dateOfBirth: 'تاريخ الميلاد',
      occupation: 'المهنة',
      address: 'العنوان',
      monthlyIncome: 'الدخل الشهري',
      preferredLanguage: 'اللغة',
      preferredContactType: 'وسيلة التواصل المفضلة',
      phone: 'الهاتف',
      email: 'البريد الإلكتروني',
      leadType: 'النوع',
      company: 'الشركة البائعة',
      brand: 'الماركة',
      businessArea: 'مجال العمل',
      branch: 'الفرع',
      leadDate: 'تاريخ الطلب',
      interest: 'الاهتمام',
      source: 'المصدر',
      subSource: 'المصدر الفرعي',
      leadName: 'اسم الطلب',
      leadReference: 'المرجع',
      leadNote: 'ملاحظة',
      vehicleType: 'حالة المركبة',
      vehicle: 'المركبة',
      purchasePlan: 'موعد الشراء',
      paymentMode: 'طريقة الدفع',
      currency: 'العملة',
      priority: 'الأولوية',
      testDrive: 'تجربة قيادة',
      acceptMarketing: 'التسويق',
      acceptNewsLetter: 'النشرة البريدية',
      acceptPrivatePolicy: 'سياسة الخصوصية',
      outcome: 'النتيجة',
      leadId: 'الرقم في نظام DMS',
      externalId: 'الرقم لدى المرسِل',
      createdAt: 'وقت الإرسال',
      bulkState: 'حالة الدفعة',
      bulkId: 'رقم الدفعة',
      createdBy: 'المُرسِل',
    },
    yes: 'نعم',
    no: 'لا',
    accepted: 'موافق',
    refused: 'غير موافق',
    unknownConsent: 'غير معروف',
    wanted: 'مطلوبة',
    notWanted: 'غير مطلوبة',
    notCreated: 'لم يُنشأ بعد',
    doubtfulPhone: 'كما ورد؛ ليس رقمًا يمكن الاتصال به',
    extension: (digits) => `تحويلة ${digits}`,
    noContact: 'لم يُرسَل هاتف ولا بريد إلكتروني.',
    quantity: (n) => `× ${number(n)}`,
    askFirst: 'لا موافقة على التسويق: أجب عن المطلوب فقط.',
  },
};
