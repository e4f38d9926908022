/**
 * Notifies owners of subscriptions once when their messages could not be sent: by a direct message,
 * or in the channel if that is impossible. Checked each minute, so that delivery need not know whom
 * a message concerns. Effects: the store by its handle. Errors: the store's.
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

/** Returns the number of notices. */
export async function notifyOwners({ store, messages }: OwnersOptions): Promise<number> {
  const unread = await pauseUnreadable({ store, messages });
  const told = await store.transaction(async (tx) => {
    // For a closed place the subscriptions are paused, which notifies their owners.
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

/**
 * Pauses unreadable subscriptions to alerts and new leads, which would never send anything. Digests
 * are checked when they are due.
 */
async function pauseUnreadable({ store, messages }: OwnersOptions): Promise<number> {
  const all = await store.transaction(async (tx) => [
    ...(await store.subscriptions.ofKind(tx, 'alerts')),
    ...(await store.subscriptions.ofKind(tx, 'leads')),
  ]);
  const unreadable = all.filter(({ kind, definition }) => readDefinition(kind, definition) === null);
  if (unreadable.length === 0) return 0;
  // The row's own time, so that two processes that find it at once send one notice.
  const notices = unreadable.map((one) => pausedNotice({ ...one, pausedAt: one.createdAt }, 'unreadable', messages));
  await store.transaction(async (tx) => {
    await store.outbox.add(tx, notices);
    for (const { id, workspace, channel } of unreadable) {
      const isThere = await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: 'unreadable' });
      const entry = { workspace, actor: 'leadbell', action: 'subscription paused', subject: `subscription ${id}` };
      if (isThere) await store.audit.append(tx, entry);
    }
  });
  return notices.length;
}
