/** Decides whether a person whose role has only some brands or branches may see an alert. Pure. */
import { isOfConnection, isWithinScope, type Scope, touchesScope } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';

/** Whether the alert is about the DMS itself, or one of the alert's bulks has errored leads in the scope. */
export function isSeen({ rule, state }: StoredAlert, scope: Scope): boolean {
  return (
    scope === 'all' ||
    isOfConnection(rule) ||
    Object.values(state.members).some(({ traits }) => traits !== null && touchesScope(traits, scope))
  );
}

/**
 * Whether all open bulks of the alert are in the scope. If so, a person with this scope may resolve
 * the alert, because this hides no lead that only other people may see.
 */
export function isWhollySeen({ state }: StoredAlert, scope: Scope): boolean {
  const open = Object.values(state.members).filter(({ resolvedAt }) => resolvedAt === null);
  return scope === 'all' || open.every(({ traits }) => traits !== null && isWithinScope(traits, scope));
}
