/** Arabic. Pure. */
import type { HelpWords } from './words.en.ts';

export const ar: HelpWords = {
  commands: {
    help: { form: 'مساعدة', gives: 'عرض هذه القائمة' },
  },

  help: {
    title: 'Leadbell: عملاؤك المحتملون في Slack',
    summary: 'ما يمكنك طلبه من Leadbell: العملاء في أي فترة، الأخطاء، دفعة، عميل، الاشتراكات، التنبيهات.',
    intro: 'اضغط زرًا، أو انسخ أحد الأسطر أدناه وعدّله كما تريد. لا يرى الإجابة أحد غيرك.',
    filters: 'عوامل التصفية',
    filtersHow: (names) => `أضف واحدًا أو أكثر إلى فترة أو إلى الأخطاء أو إلى اشتراك: ${names}.`,
    filterSamples: ['اليوم ماركة:KIA', 'أمس مصدر:"Direct Contact" حالة:خطأ'],
    share: 'أضف «\u2068--مشاركة\u2069» لنشر الإجابة للجميع في القناة.',
    privacy: 'تعرض القوائم الاسم الأول والحرف الأول من العائلة فقط. افتح بطاقة العميل لمعرفة بيانات التواصل.',
    buttons: { today: 'اليوم', yesterday: 'أمس', thisWeek: 'هذا الأسبوع', errors: 'أخطاء اليوم' },
  },
};
