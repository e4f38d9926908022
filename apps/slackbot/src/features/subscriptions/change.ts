/** Carries out the acts of a subscription's buttons. Effects: those of its options. */
import { decide, type DigestRequest, Moved, type Store, type Subscription, type Transaction } from '@leadbell/store';
import { previousRun } from '../../subscriptions/definition.ts';
import { unsentNotice } from '../../subscriptions/notices.ts';
import { byHand, type Clock, debtOnPause, debtOnResume } from './debts.ts';
import { holdAs, holdAsOwner } from './hold-as.ts';
import { unheld } from './holders.ts';
import { findSubscription, listed, nextTimeOf } from './listed.ts';
import { type Asker, type Refused, type Verb, whyNot } from './may-change.ts';
import { note } from './note.ts';
import type { Listed, SubscriptionServiceOptions } from './subscription-service.ts';

/** Returns null when the channel has no such subscription. */
export async function changeSubscription(
  options: SubscriptionServiceOptions,
  asker: Asker,
  id: number,
  asked: Verb,
): Promise<Listed | Refused | null> {
  const { store, now, calendar, send, onSend, mayEdit } = options;
  const { user } = asker;
  const found = await findSubscription(options, asker, id);
  if (found === null) return null;
  // If the subscription has lost its owner, the person who resumes it becomes the new owner.
  const verb = asked === 'resume' && found.pausedReason === unheld ? 'keep' : asked;
  const refused = whyNot(verb, found, asker, await mayEdit(user));
  if (refused !== null) return refused;
  const one = listed(options, found);
  // If the subscription was paused after the button was shown, nothing is sent, and the reply says
  // that the subscription is paused.
  if (verb === 'send' && one.pausedReason !== null) return one;
  if (verb === 'send' && one.definition === null) return 'unreadable';
  const about =
    verb === 'send' && one.definition?.kind === 'digest' ? previousRun(one.definition, calendar, now()) : null;
  const isThere = await decide({
    plan: () => store.transaction((tx) => waitingFor(store, tx, found, verb)),
    render: (waiting) => waiting.map((request) => unsentNotice(found, request, 'removed')),
    write: (waiting, notices) =>
      store.transaction(async (tx) => {
        if (JSON.stringify(await waitingFor(store, tx, found, verb)) !== JSON.stringify(waiting)) throw new Moved();
        if (about !== null) await send(tx, { subscription: id, about, by: user });
        await store.outbox.add(tx, notices);
        if (!(await changeIn(tx, found, { verb, asker }, { store, clock: { calendar, now: now() } }))) return false;
        await note(options, tx, { actor: user, action: verb, id });
        return true;
      }),
  });
  // Another person has just removed the subscription.
  if (!isThere) return null;
  if (about !== null) await onSend();
  return after(options, one, verb, user);
}

/**
 * Finds open requests for the subscription's digest: when the subscription is removed, the people
 * who made the requests are notified.
 */
function waitingFor(
  store: Store,
  tx: Transaction,
  { id }: Subscription,
  verb: Verb,
): Promise<readonly DigestRequest[]> {
  return verb === 'remove' ? store.digestRequests.of(tx, id) : Promise.resolve([]);
}

interface Change {
  readonly verb: Verb;
  readonly asker: Asker;
}

/** Returns whether the subscription still exists. */
async function changeIn(
  tx: Transaction,
  one: Subscription,
  { verb, asker }: Change,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<boolean> {
  const { id, workspace, channel } = one;
  const place = { workspace, channel };
  switch (verb) {
    case 'send':
      return true;
    case 'keep': {
      await holdAs(store, tx, one, asker);
      const resumes = one.pausedReason === unheld ? { pausedReason: null, ...debtOnResume(one, clock) } : {};
      return store.subscriptions.change(tx, id, place, resumes);
    }
    case 'pause':
      return store.subscriptions.change(tx, id, place, { pausedReason: byHand, ...debtOnPause(one, clock) });
    case 'resume':
      await holdAsOwner(store, tx, one, asker);
      return store.subscriptions.change(tx, id, place, { pausedReason: null, ...debtOnResume(one, clock) });
    case 'remove':
      return store.subscriptions.remove(tx, id, place);
    default:
      return verb satisfies never;
  }
}

/** Returns the subscription as it is shown after the change. */
function after(options: SubscriptionServiceOptions, one: Listed, verb: Verb, user: string): Listed {
  if (verb === 'pause') return { ...one, pausedReason: byHand };
  if (verb === 'keep' && one.pausedReason !== unheld) return { ...one, owner: user };
  if (verb !== 'resume' && verb !== 'keep') return one;
  const nextRunAt = one.definition === null ? null : nextTimeOf(options, one.definition);
  return { ...one, ...(verb === 'keep' ? { owner: user } : {}), pausedReason: null, nextRunAt };
}
