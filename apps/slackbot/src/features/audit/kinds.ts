/** The kinds of entries that an admin can ask for, and their typed words. Pure. */
import { auditKinds } from '@leadbell/store';
import { wordTable } from '../../commands/word-table.ts';

export const kinds = auditKinds;

export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]];

export const kindWords = wordTable<Kind>({
  opened: ['opened', 'open', 'فتح'],
  found: ['found', 'find', 'بحث'],
  exported: ['exported', 'export', 'تصدير'],
  shared: ['shared', 'مشاركة'],
  alerts: ['alerts', 'alert', 'تنبيهات', 'التنبيهات'],
  silences: ['silences', 'silence', 'إسكاتات', 'الإسكاتات'],
  subscriptions: ['subscriptions', 'subscription', 'اشتراكات', 'الاشتراكات'],
  forgotten: ['forgotten', 'forget', 'erased', 'محو'],
  rights: ['rights', 'صلاحيات', 'الصلاحيات'],
  unusual: ['unusual', 'غير-معتاد'],
  refused: ['refused', 'مرفوض'],
});
