/**
 * Owners of subscriptions hear once when something of theirs could not be sent: by a direct message, or, where that can't be had, in the channel. Looked for
 * each minute, so that nothing that delivers has to know whom a message concerns. Effects: the store by its handle. Errors: the store's.
 */
import type { Store } from '@leadbell/store';
import type { Messages } from '../../words/en.ts';
import { codesByClass } from '@leadbell/slack-kit';
import { noticeInChannel, ownerNotice } from '../../subscriptions/notices.ts';

export interface OwnersOptions {
  readonly store: Store;
  readonly messages: Messages;
}

/** Returns how many were told. */
export async function tellOwners({ store, messages }: OwnersOptions): Promise<number> {
  return store.transaction(async (tx) => {
    // Where the place is closed its subscriptions are paused, and their owners hear of that.
    const undelivered = await store.outbox.takeUndelivered(tx, codesByClass.channel);
    const unheard = await store.outbox.takeUnheard(tx);
    const notices = [
      ...undelivered.map((one) =>
        ownerNotice({ ...one, id: one.subscription }, { ...one, kind: 'undelivered' }, messages),
      ),
      ...unheard.map(noticeInChannel),
    ];
    await store.outbox.add(tx, notices);
    return notices.length;
  });
}
