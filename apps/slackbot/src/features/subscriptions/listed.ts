/** Describes the subscriptions of a channel as a person sees them. Effects: reads the store. */
import type { ActPlace } from '../../commands/command.ts';
import type { Instant } from '@leadbell/domain';
import type { LastOutcome, Subscription } from '@leadbell/store';
import { type Definition, nextRun, readDefinition } from '../../subscriptions/definition.ts';
import type { Listed, OwnSubscription, SubscriptionServiceOptions } from './subscription-service.ts';

type Options = Pick<SubscriptionServiceOptions, 'store' | 'workspace' | 'now' | 'calendar'>;

export async function listSubscriptions(options: Options, { channel }: ActPlace): Promise<readonly Listed[]> {
  const { store, workspace } = options;
  const all = await store.subscriptions.ofChannel(workspace(), channel);
  if (all.length === 0) return [];
  const outcomes = await store.subscriptions.outcomes(workspace(), channel);
  const last = new Map(outcomes.map((outcome) => [outcome.subscription, outcome]));
  return all.map((one) => listed(options, one, last.get(one.id)));
}

export async function listOwn(options: Options, user: string): Promise<readonly OwnSubscription[]> {
  const all = await options.store.subscriptions.ofOwner(options.workspace(), user);
  return all.map((one) => ({ ...listed(options, one), channel: one.channel }));
}

export async function findSubscription(
  { store, workspace }: Options,
  { channel }: ActPlace,
  id: number,
): Promise<Subscription | null> {
  return (await store.subscriptions.ofChannel(workspace(), channel)).find((one) => one.id === id) ?? null;
}

export function listed(options: Options, subscription: Subscription, last?: LastOutcome): Listed {
  const { id, kind, definition: stored, owner, pausedReason, nextRunAt, tries, failure, nextTryAt } = subscription;
  const definition = readDefinition(kind, stored);
  const common = { id, definition, owner, pausedReason, ...(last === undefined ? {} : { last }) };
  if (definition === null || nextRunAt === null || nextRunAt > options.now() || pausedReason !== null)
    return { ...common, nextRunAt };
  const owed = { since: nextRunAt, tries, failure, nextTryAt };
  return { ...common, nextRunAt: nextTimeOf(options, definition), owed };
}

/** Returns the time of the next digest; null if there is none, or the subscription is of another kind. */
export function nextTimeOf({ calendar, now }: Options, definition: Definition): Instant | null {
  return definition.kind === 'digest' ? nextRun(definition, calendar, now()) : null;
}
