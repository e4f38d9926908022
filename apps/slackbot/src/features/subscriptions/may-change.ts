/** Whether a person may change a subscription. Pure. */
import { coversScope, type Scope } from '@leadbell/domain';
import type { Subscription } from '@leadbell/store';
import type { ActPlace } from '../../commands/command.ts';
import { readScope } from '../../subscriptions/scope.ts';
import { unheld } from './holders.ts';

/** `keep`: the person owns it from now on. */
export type Verb = 'pause' | 'resume' | 'send' | 'remove' | 'keep';

/** The person who asks, and the leads that they may see. */
export interface Asker extends ActPlace {
  readonly scope: Scope;
}

/**
 * `not-allowed`: the setting does not let this person change subscriptions. `needs-all`: alerts are about the leads of
 * all brands and branches, and this person may see only some. `needs-more`: it shows leads that this person may not
 * see. `held`: its owner still has the right, so no one can take it over. `other-kind`: a subscription stays a digest,
 * alerts, or new leads.
 */
export type Refused = 'not-allowed' | 'never-comes' | 'needs-all' | 'needs-more' | 'held' | 'other-kind' | 'unreadable';

type Changed = Pick<Subscription, 'kind' | 'owner' | 'scope' | 'pausedReason' | 'unheldSince'>;

/**
 * Null: the person may. Alerts are about all leads; other subscriptions about the leads that their owner may see. To
 * change a subscription, a person must be allowed to see all its leads; taking it over is also possible with a narrower
 * role, which then limits it. Owners may always stop their own.
 */
export function whyNot(verb: Verb | 'edit', one: Changed, { user, scope }: Asker, isEditor: boolean): Refused | null {
  const isOwner = user === one.owner;
  if (isOwner && (verb === 'pause' || verb === 'remove')) return null;
  if (!isEditor) return 'not-allowed';
  if (one.kind === 'alerts' && scope !== 'all') return 'needs-all';
  if (verb === 'keep') return isUnheld(one) ? null : 'held';
  return isOwner || coversScope(scope, readScope(one.scope)) ? null : 'needs-more';
}

/** Its owner has lost the right. */
function isUnheld({ pausedReason, unheldSince }: Changed): boolean {
  return unheldSince !== null || pausedReason === unheld;
}
