/** Refusals by the gate, in Arabic. Pure. */
import type { Ability } from '@leadbell/domain';
import type { AccessWords } from './access.en.ts';
import { leadForms, minuteForms, plural } from './grammar.ar.ts';

const what: Readonly<Record<Ability, string>> = {
  'see lists': 'عرض العملاء',
  'open a person': 'فتح بيانات عميل أو البحث عنه',
  export: 'تصدير العملاء',
  'act on alerts': 'التعامل مع التنبيهات',
  silence: 'إسكات الأخطاء أو تأجيل التنبيهات',
  'subscribe here': 'تغيير الاشتراكات',
  share: 'المشاركة مع القناة',
  administer: 'إدارة Leadbell',
};

export const ar: AccessWords = {
  access: {
    mayNot: (ability) => `دورك لا يسمح لك بـ${what[ability]}. اطلب دورًا أعلى من المسؤول عن Leadbell.`,
    guest: 'يعرض Leadbell بيانات أشخاص، لذلك لا يمكن لضيوف مساحة العمل استخدامه. راجع المسؤول عن Leadbell.',
    outsider: 'يعرض Leadbell بيانات أشخاص، لذلك لا يمكن لأشخاص من شركات أخرى استخدامه.',
    noPerson: 'لا يعرف Leadbell من أنت، لذلك لا يمكنه الرد. راجع المسؤول عن Leadbell.',
    noRole: 'ليس لك دور في Leadbell بعد. راجع المسؤول عن Leadbell.',
    unanswered: 'لم يستطع Slack إخباري الآن بما يحق لك، فلم أفعل شيئًا. حاول مرة أخرى بعد دقيقة.',
    missingScope: (ability, scope) =>
      `يحتاج ${what[ability]} إلى معرفة من يطلب، وSlack لا يخبر Leadbell بذلك: تنقص التطبيق الصلاحية ${scope}. اطلب من مشرف Slack إعادة تثبيت التطبيق.`,
    needsAll: 'هذا يخص عملاء كل الماركات والفروع، ودورك يسمح لك برؤية بعضهم فقط.',
    unrecorded: 'لم أستطع تسجيل هذا الآن، ولا أعرض بيانات شخص دون تسجيل. حاول مرة أخرى بعد دقيقة.',
    tooManyPeople: ({ people, minutes }) =>
      `الحد المسموح للشخص الواحد هو الاطلاع على بيانات ${plural(people, leadForms)} خلال ${plural(minutes, minuteForms)}، وهذا الطلب يتجاوزه. حاول لاحقًا أو راجع المسؤول عن Leadbell.`,
    sharedOutside: 'يستطيع أشخاص من شركات أخرى قراءة هذه القناة.',
    shareAnyway: 'شارك رغم ذلك',
  },
};
