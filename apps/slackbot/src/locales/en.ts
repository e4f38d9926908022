/** English, and the definition of what a locale says. Pure. Whatever comes from outside is handed back as a `data` span, or quoted in isolates. */
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Text } from '../slack/card.ts';

export const en = {
  tag: 'en' as 'en' | 'ar',
  direction: 'ltr' as 'ltr' | 'rtl',

  shell: {
    fetching: 'Fetching your leads…',
    tryAgain: 'Try again',
    /** A sentence that a sales person understands. */
    trouble: (kind: LeadsApiErrorKind): string => kind,
    /** Not the DMS's fault: ours. */
    failed: 'Something went wrong on our side. Please try again.',
    reference: (reference: string): string => `Reference ${reference}`,
    notInChannel: 'I am not in this channel yet. Type /invite @Leadbell here, then share again.',
    shared: 'Shared with the channel.',
    sharedBy: (user: string): Text => [{ words: 'Shared by ' }, { user }],
  },
};

export type Messages = typeof en;
