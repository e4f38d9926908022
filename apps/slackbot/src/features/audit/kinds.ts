/** The kinds of entries that an admin can ask for, and their typed words. Pure. */
import { unusualReading } from '@leadbell/store';
import { wordTable } from '../../commands/word-table.ts';

/** By the actions of their entries; all that were refused are a kind too. */
export const kinds = {
  opened: ['open', 'open more'],
  found: ['find'],
  exported: ['export'],
  shared: ['share'],
  alerts: ['acknowledge', 'unacknowledge', 'assign', 'release', 'resolve', 'reopen', 'note', 'snooze', 'wake'],
  silences: ['silence', 'end-silence'],
  subscriptions: [
    'subscribed',
    'edit',
    'pause',
    'resume',
    'send',
    'remove',
    'keep',
    'subscription paused',
    'subscription without owner',
  ],
  forgotten: ['forget', 'forget look'],
  unusual: [unusualReading],
  refused: null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

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
  unusual: ['unusual', 'غير-معتاد'],
  refused: ['refused', 'مرفوض'],
});
