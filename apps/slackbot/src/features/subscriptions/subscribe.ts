/** Subscribes a channel, and edits its subscriptions. Effects: those of its options. */
import { beginsAt, scopeKey } from '@leadbell/domain';
import { type Definition, readDefinition, rhythmOf, writeDefinition } from '../../subscriptions/definition.ts';
import { readScope, writeScope } from '../../subscriptions/scope.ts';
import { debtOnEdit } from './debts.ts';
import { holdAsOwner } from './hold-as.ts';
import { findSubscription, listed, nextTimeOf } from './listed.ts';
import { type Asker, type Refused, whyNot } from './may-change.ts';
import { note } from './note.ts';
import type { Subscribed, SubscriptionServiceOptions } from './subscription-service.ts';

export async function subscribe(
  options: SubscriptionServiceOptions,
  { channel, user, scope }: Asker,
  definition: Definition,
): Promise<Subscribed | Refused> {
  const { store, workspace, now, calendar, onNew, mayEdit, canReach } = options;
  if (!(await mayEdit(user))) return 'not-allowed';
  if (definition.kind === 'alerts' && scope !== 'all') return 'needs-all';
  const nextRunAt = nextTimeOf(options, definition);
  if (nextRunAt === null && definition.kind === 'digest') return 'never-comes';
  const needsInvite = (await canReach(channel)) === false;
  const there = await findSame(options, { channel, scope }, definition);
  if (there !== null) return { ...there, needsInvite };
  const id = await store.transaction(async (tx) => {
    const added = await store.subscriptions.add(tx, {
      workspace: workspace(),
      channel,
      owner: user,
      kind: definition.kind,
      definition: writeDefinition(definition),
      nextRunAt,
      scope: writeScope(scope),
      coveredTo:
        nextRunAt === null || definition.kind !== 'digest' ? null : beginsAt(rhythmOf(definition, calendar), now()),
    });
    await note(options, tx, { actor: user, action: 'subscribed', id: added });
    return added;
  });
  await onNew(definition.kind);
  return { one: { id, definition, owner: user, pausedReason: null, nextRunAt }, needsInvite };
}

/**
 * Returns the channel's subscription to the same thing for the same leads, in the same language if there is one; null
 * if there is none.
 */
async function findSame(
  options: SubscriptionServiceOptions,
  { channel, scope }: Pick<Asker, 'channel' | 'scope'>,
  definition: Definition,
): Promise<Pick<Subscribed, 'one' | 'wasThere'> | null> {
  const { store, workspace } = options;
  const asked = definition.language;
  const same = (await store.subscriptions.ofChannel(workspace(), channel)).flatMap((one) => {
    const known = readDefinition(one.kind, one.definition);
    if (known === null || scopeKey(readScope(one.scope)) !== scopeKey(scope) || !isSame(known, definition)) return [];
    return [{ one: listed(options, one), wasThere: { language: known.language, asked } }];
  });
  return same.find(({ wasThere }) => wasThere.language === asked) ?? same[0] ?? null;
}

/**
 * Compares two subscriptions without their language, because in two languages they would still post
 * the same content.
 */
function isSame(one: Definition, other: Definition): boolean {
  if (one.kind !== other.kind) return false;
  const written = (definition: Definition) =>
    JSON.stringify(
      Object.entries(writeDefinition({ ...definition, language: other.language })).toSorted(([a], [b]) =>
        a < b ? -1 : 1,
      ),
    );
  return written(one) === written(other);
}

/** Returns null when the channel has no such subscription. */
export async function replaceSubscription(
  options: SubscriptionServiceOptions,
  asker: Asker,
  id: number,
  definition: Definition,
): Promise<Subscribed | Refused | null> {
  const { store, workspace, now, calendar, mayEdit, canReach } = options;
  const { channel, user } = asker;
  const one = await findSubscription(options, asker, id);
  if (one === null) return null;
  const refused = whyNot('edit', one, asker, await mayEdit(user));
  if (refused !== null) return refused;
  if (definition.kind !== one.kind) return 'other-kind';
  const nextRunAt = nextTimeOf(options, definition);
  if (nextRunAt === null && definition.kind === 'digest') return 'never-comes';
  const needsInvite = (await canReach(channel)) === false;
  const clock = { calendar, now: now() };
  const change = {
    definition: writeDefinition(definition),
    ...(nextRunAt === null || definition.kind !== 'digest' ? {} : debtOnEdit(one, definition, nextRunAt, clock)),
  };
  const isThere = await store.transaction(async (tx) => {
    await holdAsOwner(store, tx, one, asker);
    if (!(await store.subscriptions.change(tx, id, { workspace: workspace(), channel }, change))) return false;
    await note(options, tx, { actor: user, action: 'edit', id });
    return true;
  });
  if (!isThere) return null;
  return { one: { id, definition, owner: one.owner, pausedReason: one.pausedReason, nextRunAt }, needsInvite };
}
