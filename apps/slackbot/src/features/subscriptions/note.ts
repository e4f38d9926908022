/** Records a change of a subscription in the audit log. Effects: writes the store. */
import type { Transaction } from '@leadbell/store';
import type { SubscriptionServiceOptions } from './subscription-service.ts';

export interface Noted {
  /** The person's Slack id. */
  readonly actor: string;
  readonly action: string;
  /** The subscription's number. */
  readonly id: number;
}

export function note(
  { store, workspace }: Pick<SubscriptionServiceOptions, 'store' | 'workspace'>,
  tx: Transaction,
  { actor, action, id }: Noted,
): Promise<void> {
  return store.audit.append(tx, { workspace: workspace(), actor, action, subject: `subscription ${id}` });
}
