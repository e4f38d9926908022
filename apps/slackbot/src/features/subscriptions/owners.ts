/**
 * Notifies owners of subscriptions once when their messages could not be sent: by a direct message,
 * or in the channel if they get no direct messages. Looks for unsent messages each minute, so that
 * delivery need not know who owns a message. Effects: uses the given store. Errors: those of the
 * store.
 */
import { decide, Moved, type NewMessage, type Store, type Undelivered, type UnheardNotice } from '@leadbell/store';
import type { Messages } from '../../words/index.ts';
import { codesByClass } from '@leadbell/slack-kit';
import { readDefinition } from '../../subscriptions/definition.ts';
import { noticeInChannel, ownerNotice, pausedNotice } from '../../subscriptions/notices.ts';

export interface OwnersOptions {
  readonly store: Store;
  readonly messages: Messages;
}

/** Returns how many notices were added. */
export async function notifyOwners(options: OwnersOptions): Promise<number> {
  return (await pauseUnreadable(options)) + (await notifyOfMessages(options));
}

interface Unsent {
  readonly undelivered: readonly Undelivered[];
  readonly unheard: readonly UnheardNotice[];
}

function notifyOfMessages({ store, messages }: OwnersOptions): Promise<number> {
  // Refusals because of a closed channel are left out: they pause the channel's subscriptions, and
  // the owner is notified of the pause.
  const { channel: knownOtherwise } = codesByClass;
  return decide<Unsent, readonly NewMessage[], number>({
    plan: () =>
      store.transaction(async (tx) => ({
        undelivered: await store.outbox.undelivered(tx, knownOtherwise),
        unheard: await store.outbox.unheard(tx),
      })),
    render: ({ undelivered, unheard }) => [
      ...undelivered.map((one) =>
        ownerNotice({ ...one, id: one.subscription }, { ...one, kind: 'undelivered' }, messages),
      ),
      ...unheard.map(noticeInChannel),
    ],
    write: (plan, notices) =>
      store.transaction(async (tx) => {
        const undelivered = await store.outbox.takeUndelivered(tx, knownOtherwise);
        const unheard = await store.outbox.takeUnheard(tx);
        // Another process has just added the notices.
        if (undelivered.length + unheard.length === 0) return 0;
        if (JSON.stringify({ undelivered, unheard }) !== JSON.stringify(plan)) throw new Moved();
        await store.outbox.add(tx, notices);
        return notices.length;
      }),
  });
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
  // The notice has the row's own time as its key, so that two processes that find the row at the
  // same time send one notice.
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
