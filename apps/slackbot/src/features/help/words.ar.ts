/** Arabic. Pure. */
import type { HelpWords } from './words.en.ts';

export const ar: HelpWords = {
  commands: {
    help: { form: 'مساعدة', gives: 'هذه القائمة' },
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
};
