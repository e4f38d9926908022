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

export const ar: ReplayWords = {
  commands: {
    replay: { form: 'محاكاة bulk-errors from-5', gives: 'ما كانت ستقوله قاعدة بهذا الرقم، وكم مرة' },
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
};
