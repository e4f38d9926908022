/** Arabic. Pure. */
import { command, number, plural } from '../../words/grammar.ar.ts';
import type { HomeWords } from './words.en.ts';

export const ar: HomeWords = {
  home: {
    title: 'مرحبًا بك في Leadbell',
    welcome:
      'يعرض Leadbell العملاء المحتملين من نظام DMS في Slack. اضغط زرًا هنا، أو راسل Leadbell مباشرة. بأي لغة تريد أن أجيبك؟',
    today: 'اليوم',
    hot: (n) =>
      plural(n, {
        zero: 'لا عملاء ساخنين',
        one: 'عميل ساخن واحد',
        two: 'عميلان ساخنان',
        few: '# عملاء ساخنين',
        many: '# عميلًا ساخنًا',
        other: '# عميل ساخن',
      }),
    openToday: 'عرض عملاء اليوم',
    noToday: 'نظام DMS لا يستجيب الآن. اضغط الزر بعد دقيقة للمحاولة مرة أخرى.',
    alerts: 'التنبيهات المفتوحة',
    noAlerts: 'لا توجد تنبيهات مفتوحة.',
    ownAlerts: 'تنبيهاتي المفتوحة',
    otherAlerts: 'تنبيهات مفتوحة أخرى',
    allAlerts: (count) => `كل التنبيهات (المفتوحة: ${number(count)})`,
    subscriptions: 'اشتراكاتي',
    noSubscriptions: `ليست لديك اشتراكات. للحصول على ملخص في قناة، اكتب فيها: ${command('اشترك')}`,
    change: `لتغيير أحدها اكتب في قناته: ${command('الاشتراكات')}`,
    actions: 'ما يمكنك فعله',
    updated: (time) => `حُدّث ${time}`,
  },
};
