/** Decides whether a person may change a subscription. Pure. */
import { coversScope, type Scope } from '@leadbell/domain';
import type { Subscription } from '@leadbell/store';
import type { ActPlace } from '../../commands/command.ts';
import { readScope } from '../../subscriptions/scope.ts';
import { unheld } from './holders.ts';

/** `keep`: the person becomes the subscription's owner. */
export type Verb = 'pause' | 'resume' | 'send' | 'remove' | 'keep';

/** The person who asks, and the leads that they may see. */
export interface Asker extends ActPlace {
  readonly scope: Scope;
}

/**
 * `not-allowed`: the setting does not let this person change subscriptions. `needs-all`: alerts are
 * about the leads of all brands and branches, and this person may see only some leads.
 * `needs-more`: the subscription shows leads that this person may not see. `held`: the owner
 * still has the right to the subscription, so no one can take it over. `other-kind`: a subscription
 * can't change its kind.
 */
export type Refused = 'not-allowed' | 'never-comes' | 'needs-all' | 'needs-more' | 'held' | 'other-kind' | 'unreadable';

type Changed = Pick<Subscription, 'kind' | 'owner' | 'scope' | 'pausedReason' | 'unheldSince'>;

/**
 * Returns why the person may not make the change; null if they may. Alerts are about all leads;
 * other subscriptions are about the leads that their owner may see. A person who changes a
 * subscription must be allowed to see all its leads. A person who takes a subscription over may see
 * fewer leads; then the subscription is limited to these leads. Owners may always pause and remove
 * their own subscriptions.
 */
export function whyNot(verb: Verb | 'edit', one: Changed, { user, scope }: Asker, isEditor: boolean): Refused | null {
  const isOwner = user === one.owner;
  if (isOwner && (verb === 'pause' || verb === 'remove')) return null;
  if (!isEditor) return 'not-allowed';
  if (one.kind === 'alerts' && scope !== 'all') return 'needs-all';
  if (verb === 'keep') return isUnheld(one) ? null : 'held';
  return isOwner || coversScope(scope, readScope(one.scope)) ? null : 'needs-more';
}

/** Whether the subscription's owner has lost the right to it. */
function isUnheld({ pausedReason, unheldSince }: Changed): boolean {
  return unheldSince !== null || pausedReason === unheld;
}
