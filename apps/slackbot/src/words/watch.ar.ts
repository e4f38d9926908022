/** Gaps in reading the DMS, and their reasons: Arabic. Pure. */
import { dayForms, number, plural } from './grammar.ar.ts';
import type { WatchWords } from './watch.en.ts';

export const ar: WatchWords = {
  watch: {
    why: (kind) => {
      const known: Readonly<Record<string, string>> = {
        unauthorized: 'لا يقبل نظام DMS بيانات دخولنا',
        'rate-limited': 'نظام DMS يطلب التمهّل',
        unavailable: 'نظام DMS لا يستجيب',
        timeout: 'نظام DMS يتأخر في الرد',
        contract: 'نظام DMS يرد بصيغة لا يستطيع Leadbell قراءتها',
        'bad-request': 'نظام DMS لا يقبل طلباتنا',
        'not-found': 'لا يوجد شيء على العنوان الذي نستخدمه لنظام DMS (⁨DMS_BASE_URL⁩)',
        aborted: 'أُوقفت القراءة',
        database: 'تعطّلت قاعدة بيانات Leadbell',
        fault: 'حدث خلل في Leadbell نفسه، والسبب في سجله',
        overdue: 'لا تقرأ أيٌّ من عمليات Leadbell نظام DMS',
        'not-watched': 'لم يكن Leadbell يعمل، أو تعذّر الوصول إلى قاعدة بياناته',
      };
      const [word = '', ...code] = kind.split(' ');
      if (code.length === 0) return known[kind] ?? `سبب آخر (⁨${kind}⁩)`;
      return word === 'database'
        ? `ترفضها قاعدة البيانات (⁨${code.join(' ')}⁩)`
        : `يتعذّر على Leadbell معالجتها (⁨${code.join(' ')}⁩)`;
    },
    sentence: (text) => `${text}.`,
    gap: (span) => `لم يُقرأ شيء ${span}`,
    fromTo: (from, to, lasted) => `من ${from} إلى ${to} (${lasted})`,
    caughtUp: 'قُرئ بعد ذلك كل ما وصل خلال هذه الفترة.',
    lasted: (ms) => {
      const [seconds, minutes] = [Math.max(1, Math.round(ms / 1_000)), Math.round(ms / 60_000)];
      if (seconds < 60) return `${number(seconds)} ث`;
      if (minutes < 60) return `${number(minutes)} د`;
      if (minutes < 2_880) return `${number(Math.floor(minutes / 60))} س ${number(minutes % 60)} د`;
      return plural(Math.floor(minutes / 1_440), dayForms);
    },
  },
};
