/** Times in which nothing was read, and why: Arabic. Pure. */
import { dayForms, number, plural } from './grammar.ar.ts';
import type { WatchWords } from './watch.en.ts';

export const ar: WatchWords = {
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
};
