/** Arabic. Pure. */
import type { Forms } from '@leadbell/i18n';
import { dayForms, number, plural, q, timesForms } from '../../words/grammar.ar.ts';
import type { ReplayWords } from './words.en.ts';

const alertForms: Forms = {
  zero: 'لا تنبيهات',
  one: 'تنبيه واحد',
  two: 'تنبيهان',
  few: '# تنبيهات',
  many: '# تنبيهًا',
  other: '# تنبيه',
};

function pingsOfChannel(pings: number): string {
  return pings === 0 ? 'ولم تُنبَّه القناة' : `ونُبهت القناة ${plural(pings, timesForms)}`;
}

export const ar: ReplayWords = {
  commands: {
    replay: { form: 'محاكاة أخطاء-الدفعات من-5', gives: 'معرفة كم تنبيهًا كانت القاعدة سترسل بهذا الرقم' },
  },

  replay: {
    titleOfAll: 'التنبيهات التي كانت القواعد سترسلها',
    titleOf: (rule) => `التنبيهات التي كانت القاعدة سترسلها: ${rule}`,
    sum: (alerts, pings) => `${plural(alerts, alertForms)}، ${pingsOfChannel(pings)}.`,
    counts: (alerts, pings) => `${plural(alerts, alertForms)}، ${pingsOfChannel(pings)}`,
    pingsOf: (fired, joined, reopened, repeated) =>
      `مرات تنبيه القناة: لتنبيهات جديدة ${number(fired)}، لانضمام دفعات أخرى ${number(joined)}، لعودة مشكلة ${number(reopened)}، للتذكير بتنبيهات مفتوحة ${number(repeated)}.`,
    standing: (n) => `كان مفتوحًا عند بداية الفترة: ${plural(n, alertForms)}.`,
    today: 'بأرقام الإعدادات:',
    day: 'اليوم',
    alerts: 'التنبيهات',
    pings: 'مرات تنبيه القناة',
    pingsToday: 'المرات بأرقام الإعدادات',
    noisiest: 'الأكثر تنبيهًا للقناة',
    longest: 'الأطول مدة:',
    lasted: (minutes) =>
      minutes < 60 ? `${number(minutes)} د` : `${number(Math.floor(minutes / 60))} س ${number(minutes % 60)} د`,
    notOver: 'ما زال مفتوحًا',
    first: 'أول التنبيهات',
    how: 'حُسب هذا بافتراض أن أحدًا لم يضغط «اطّلعت»، بالإسكاتات كما كانت وأوقات العمل المضبوطة حاليًا. لم يُنشر شيء.',
    cut: (days) => `يُحفظ سجل الدفعات لمدة ${plural(days, dayForms)}، ولا يشمل هذا ما قبلها.`,
    knownSince: (time) => `لا توجد لدى Leadbell بيانات عمّا قبل ${time}.`,
    nothing: (days) =>
      `لا توجد بيانات عن تلك الفترة. يُحفظ سجل الدفعات لمدة ${plural(days, dayForms)}، ويبدأ من أول تشغيل لـ Leadbell.`,
    inSettings: 'تسري هذه الأرقام على كل القنوات، وتُضبط في \u2068leadbell.config.json\u2069 تحت \u2068"alerts"\u2069.',
    subscribe: 'اشتراك القناة في التنبيهات',
    noFilters: 'تُطبَّق القواعد على الدفعات كاملة، فلا تعمل عوامل التصفية هنا. يُرجى حذفها.',
    outOfBounds: (word) => `${q(word)} خارج الحدود المسموحة. يُرجى تجربة رقم آخر.`,
    liveOnly: (rule) => `لا يمكن محاكاة ${q(rule)}: لا يحتفظ Leadbell بالسجل اللازم لذلك.`,
    otherRule: (word, rules) => `${q(word)} يخص قاعدة أخرى. لكل قاعدة أرقامها: ${rules}.`,
  },
};
