/** Arabic (Modern Standard, as business writes it). Pure. */
import type { Messages } from './en.ts';

export const ar: Messages = {
  tag: 'ar',
  direction: 'rtl',

  shell: {
    fetching: 'جارٍ جلب العملاء المحتملين…',
    tryAgain: 'إعادة المحاولة',
    trouble: (kind) => kind,
    failed: 'حدث خطأ من جانبنا. يُرجى المحاولة مرة أخرى.',
    reference: (reference) => `الرقم المرجعي ${reference}`,
    notInChannel: 'لم أُضَف إلى هذه القناة بعد. اكتب ‎/invite @Leadbell‎ هنا ثم شارك من جديد.',
    shared: 'تمت المشاركة في القناة.',
    sharedBy: (user) => [{ words: 'شاركها ' }, { user }],
  },
};
