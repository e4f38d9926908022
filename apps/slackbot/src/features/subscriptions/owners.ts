/**
 * Owners of subscriptions hear once when something of theirs could not be sent: by a direct message, or, where that can't be had, in the channel. Looked for
 * each minute, so that nothing that delivers has to know whom a message concerns. Effects: the store by its handle. Errors: the store's.
 */
import type { Store } from '@leadbell/store';
import type { Messages } from '../../words/index.ts';
import { codesByClass } from '@leadbell/slack-kit';
import { readDefinition } from '../../subscriptions/definition.ts';
import { noticeInChannel, ownerNotice, pausedNotice } from '../../subscriptions/notices.ts';

export interface OwnersOptions {
  readonly store: Store;
  readonly messages: Messages;
}

/** Returns how many were told. */
export async function notifyOwners({ store, messages }: OwnersOptions): Promise<number> {
  const unread = await pauseUnreadable({ store, messages });
  const told = await store.transaction(async (tx) => {
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
  return unread + told;
}

/** Of alerts and of new leads: nothing of one that this version can't read would ever come. Digests are looked at when their time has come. */
async function pauseUnreadable({ store, messages }: OwnersOptions): Promise<number> {
  const all = await store.transaction(async (tx) => [
    ...(await store.subscriptions.ofKind(tx, 'alerts')),
    ...(await store.subscriptions.ofKind(tx, 'leads')),
  ]);
  const unreadable = all.filter(({ kind, definition }) => readDefinition(kind, definition) === null);
  if (unreadable.length === 0) return 0;
  // Since when it is as it is: two processes that find it at once say it once.
  const notices = unreadable.map((one) => pausedNotice({ ...one, pausedAt: one.createdAt }, 'unreadable', messages));
  await store.transaction(async (tx) => {
    await store.outbox.add(tx, notices);
    for (const { id, workspace, channel } of unreadable) {
      const isThere = await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: 'unreadable' });
      const entry = { workspace, actor: 'leadbell', action: 'subscription paused', subject: `subscription ${id}` };
      if (isThere) await store.audit(tx, entry);
    }
  });
  return notices.length;
}
