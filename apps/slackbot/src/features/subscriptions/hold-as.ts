/** Makes a person the owner of a subscription. Effects: writes the store. */
import { Moved, type Store, type Subscription, type Transaction } from '@leadbell/store';
import { writeScope } from '../../subscriptions/scope.ts';
import type { Asker } from './may-change.ts';

/**
 * From then on the subscription shows only what the new owner may see. Throws `Moved` when another
 * person took the subscription over meanwhile.
 */
export async function holdAs(store: Store, tx: Transaction, one: Subscription, { user, scope }: Asker): Promise<void> {
  const holder = { owner: user, scope: writeScope(scope), unheldSince: null };
  if (!(await store.subscriptions.hold(tx, one.id, one, holder))) throw new Moved();
}

/** Calls `holdAs` if the person already owns the subscription; otherwise does nothing. */
export async function holdAsOwner(store: Store, tx: Transaction, one: Subscription, asker: Asker): Promise<void> {
  if (asker.user === one.owner) await holdAs(store, tx, one, asker);
}
