/** Arabic words for many alerts at once, and for the counts of a day. Pure. */
import { number, plural } from '../../words/grammar.ar.ts';
import type { SummaryWords } from './summary-words.en.ts';

export const ar: SummaryWords = {
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
    rest: 'البقية في سلسلة الردود. للاطلاع على أيٍّ منها أو إسناده أو إسكاته اختر «كل الأسباب». ولعرضها في أي وقت اكتب: `/leads تنبيهات`',
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
        zero: 'لم يعُد أي منها.',
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
    silenceHours: 'إسكات لساعتين',
    silenceDay: 'إسكات ليوم',
    silencedUntil: (time) => `مُسكَت حتى ${time}`,
  },

  dayCounts: {
    open: (n) => `مفتوحة: ${number(n)}`,
    unstable: (n) => `غير مستقرة: ${number(n)}`,
    acknowledged: (n) => `اطُّلع عليها: ${number(n)}`,
    resolved: (n) => `حُلّت: ${number(n)}`,
    expired: (n) => `انتهت صلاحيتها: ${number(n)}`,
  },
};
