/** Messages that Leadbell sends unasked, from any feature: Arabic. Pure. */
import { plural } from './grammar.ar.ts';
import type { NoticesWords } from './notices.en.ts';

const messageForms = {
  zero: 'أي رسالة',
  one: 'رسالة واحدة',
  two: 'رسالتين',
  few: '# رسائل',
  many: '# رسالة',
  other: '# رسالة',
};

/** Slack's codes for channels in which Leadbell can post again once it is invited. */
const needsInvitation: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

const closedWhy: Readonly<Record<string, string>> = {
  is_archived: 'القناة مؤرشفة.',
  channel_is_archived: 'القناة مؤرشفة.',
  is_inactive: 'لم تعد القناة مستخدمة.',
  not_in_channel: 'لستُ عضوًا في القناة.',
  channel_not_found: 'لا أجد القناة، وقد تكون خاصة ولستُ عضوًا فيها.',
  channel_is_limited_access: 'لا يُسمح لي بدخول القناة.',
  posting_to_channel_denied: 'لا يُسمح لي بالنشر في القناة.',
  restricted_action: 'النشر في القناة متاح لأشخاص محددين، ولستُ منهم.',
  restricted_action_read_only_channel: 'القناة للقراءة فقط.',
  restricted_action_thread_only_channel: 'لا تسمح القناة إلا بالردود داخل سلاسل المحادثات.',
  channel_type_not_supported: 'لا تستطيع التطبيقات النشر في هذا النوع من المحادثات.',
  method_not_supported_for_channel_type: 'لا تستطيع التطبيقات النشر في هذا النوع من المحادثات.',
  user_disabled: 'حساب الشخص معطّل.',
  user_not_found: 'لم يعد الشخص في مساحة العمل هذه.',
  user_not_visible: 'لا يُسمح لي برؤية هذا الشخص.',
  user_is_restricted: 'الشخص ضيف، ولا تستطيع التطبيقات مراسلته.',
  cannot_dm_bot: 'هذا تطبيق، ولا تستطيع التطبيقات مراسلة بعضها.',
  messages_tab_disabled: 'الرسائل إلى Leadbell معطّلة في مساحة العمل هذه.',
  token_revoked: 'أُلغي وصول Leadbell إلى مساحة العمل هذه.',
  account_inactive: 'أُلغي وصول Leadbell إلى مساحة العمل هذه.',
  invalid_auth: 'لم يعد Slack يقبل رمز Leadbell.',
  never_comes: 'كل أيامه مغلقة في التقويم.',
  unheld: 'لم يعد من حق المسؤول عنه أن يكون مسؤولًا، ولم يتولّه أحد.',
  unreadable: 'أنشأه إصدار أحدث من Leadbell، ولا يستطيع هذا الإصدار قراءته.',
};

export const ar: NoticesWords = {
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
    why: (code) => {
      const why = closedWhy[code] ?? `لا يسمح لي Slack بالنشر هناك (${code}).`;
      return needsInvitation.has(code) ? `${why} اختر «استئناف» بعد أن تكتب هناك: \`/invite @Leadbell\`` : why;
    },
    resume: 'لن يُرسَل شيء حتى يُستأنف: اختر «استئناف» بعد كتابة: `/leads اشتراكات`',
    undelivered: (place, what, messages) => [
      { words: `تعذّر إيصال ${plural(messages, messageForms)} من ` },
      { words: what, style: 'bold' },
      { words: ' إلى ' },
      place,
      { words: ':' },
    ],
    undeliveredShort: 'تعذّر إيصال رسالة من أحد اشتراكاتك:',
    goesOn: 'تُرسل الرسائل التالية كالمعتاد. لترى نتيجة آخر رسالة اكتب: `/leads اشتراكات`',
    perhaps: (place, what, messages) => [
      { words: `من المحتمل فقدان ${plural(messages, messageForms)} من ` },
      { words: what, style: 'bold' },
      { words: ' في ' },
      place,
      { words: ':' },
    ],
    perhapsShort: 'قد تكون رسالة من أحد اشتراكاتك مفقودة:',
    lookThere: 'يُرجى التحقق من وجودها هناك. لن أنشرها مرة أخرى حتى لا يقرأها أحد مرتين.',
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
    askAgain: 'للمحاولة من جديد، اختر «أرسل الآن» بعد كتابة هذا في القناة: `/leads اشتراكات`',
    subscribeAgain: 'لرؤية العملاء الآن اكتب: `/leads اليوم` ولتصلك الملخصات من جديد اكتب في القناة: `/leads اشترك`',
    undeliveredWhy: (reason) => {
      const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
      if (kind === 'perhaps posted') return `لم يوضّح Slack هل نُشرت، ولا أستطيع التحقق (${code}).`;
      if (kind === 'gone') return 'لم تعد سلسلتها تقبل الردود.';
      const known: Readonly<Record<string, string>> = {
        no_first_message: 'الرسالة التي تتبعها لم تُنشر.',
        no_answer: 'لا يستجيب Slack.',
        ratelimited: 'يطلب Slack التمهّل.',
        msg_too_long: 'أطول مما يقبله Slack بأي صيغة.',
        msg_blocks_too_long: 'أطول مما يقبله Slack بأي صيغة.',
        invalid_blocks: 'لا يقبلها Slack بأي صيغة.',
      };
      return known[reason] ?? closedWhy[reason] ?? `يرفضها Slack (${reason}).`;
    },
  },

  dayThread: {
    alerts: (date) => `تنبيهات ${date}`,
    leads: (date) => `العملاء الجدد ليوم ${date}`,
  },
};
