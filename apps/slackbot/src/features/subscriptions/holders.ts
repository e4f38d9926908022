/**
 * Keeps each subscription within the rights of the person who answers for it. Looks them up each
 * hour. A person who lost the right has 7 days in which another person with the right can take over; then
 * the subscription is paused. The channel and the admins are notified of both. Effects: the store by
 * its handle, Slack by the gates. Errors: the store's.
 */
import { type Instant, scopeKey } from '@leadbell/domain';
import { type Card, renderMessage } from '@leadbell/slack-kit';
import type { NewMessage, Store, Subscription } from '@leadbell/store';
import { actionIds } from '../../cards/action-ids.ts';
import { words } from '../../cards/text.ts';
import type { Gate } from '../../bot/gate.ts';
import { readDefinition } from '../../subscriptions/definition.ts';
import { readScope, writeScope } from '../../subscriptions/scope.ts';
import { type Messages, messagesFor } from '../../words/index.ts';

export interface HoldersOptions {
  readonly store: Store;
  readonly messages: Messages;
  /** Null for a workspace that is not connected now. */
  readonly gateOf: (workspace: string) => Gate | null;
}

const hourMs = 3_600_000;
const graceMs = 7 * 24 * hourMs;
const atOnce = 20;
export const unheld = 'unheld';

/** Returns the number of messages. */
export async function checkHolders(options: HoldersOptions): Promise<number> {
  const { store } = options;
  const now = await store.now();
  const found = await store.transaction(async (tx) => {
    const all = await store.subscriptions.toCheck(tx, (now - hourMs) as Instant, atOnce);
    // Not again within the hour, also if Slack does not say.
    for (const { id, owner, scope, unheldSince } of all)
      await store.subscriptions.hold(tx, id, { owner, scope, unheldSince });
    return all;
  });
  let told = 0;
  for (const one of found) told += await check(one, now, options);
  return told;
}

async function check(one: Subscription, now: Instant, { store, gateOf, messages }: HoldersOptions): Promise<number> {
  const gate = gateOf(one.workspace);
  if (gate === null) return 0;
  const decision = await gate.decide(one.owner, 'subscribe here');
  const { id, owner, workspace, channel, unheldSince } = one;
  if (decision.isAllowed) {
    // Alerts count the leads of all brands, so an owner without them may not answer for alerts.
    const isEnough = one.kind !== 'alerts' || decision.scope === 'all';
    if (isEnough) {
      if (scopeKey(readScope(one.scope)) !== scopeKey(decision.scope) || unheldSince !== null)
        await store.transaction((tx) =>
          store.subscriptions.hold(tx, id, { owner, scope: writeScope(decision.scope), unheldSince: null }),
        );
      return 0;
    }
  } else if (decision.refusal.why === 'unanswered' || decision.refusal.why === 'scope') return 0;
  const isOver = unheldSince !== null && now - unheldSince >= graceMs;
  if (unheldSince !== null && !isOver) return 0;
  const since = unheldSince ?? now;
  const notices = noticesOf({ ...one, unheldSince: since }, isOver, await gate.admins(), messages);
  await store.transaction(async (tx) => {
    await store.outbox.add(tx, notices);
    await store.subscriptions.hold(tx, id, { owner, scope: one.scope, unheldSince: since });
    const action = isOver ? 'subscription paused' : 'subscription without owner';
    if (isOver) await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: unheld });
    await store.audit.append(tx, { workspace, actor: 'leadbell', action, subject: `subscription ${id}` });
  });
  return notices.length;
}

type Unheld = Subscription & { readonly unheldSince: Instant };

/** To the channel, with a button while it goes on, and to each admin. */
function noticesOf(one: Unheld, isOver: boolean, admins: readonly string[], messages: Messages): NewMessage[] {
  const { id, workspace, channel, kind, definition, unheldSince } = one;
  const key = `${isOver ? 'unheld paused' : 'unheld'} ${id} ${unheldSince}`;
  const inChannel = messagesFor(readDefinition(kind, definition)?.language ?? messages.tag);
  const common = { workspace, kind: 'notice', subscription: id };
  return [
    { ...common, channel, key, payload: payloadOf(unheldCard(one, isOver, inChannel, true), inChannel) },
    ...admins
      .filter((admin) => admin !== channel)
      .map((admin) => ({
        ...common,
        channel: admin,
        key: `${key} ${admin}`,
        payload: payloadOf(unheldCard(one, isOver, messages, false), messages),
      })),
  ];
}

function payloadOf(card: Card, messages: Messages): object {
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}

export function unheldCard(
  { id, kind, owner, channel }: Pick<Subscription, 'id' | 'kind' | 'owner' | 'channel'>,
  isOver: boolean,
  messages: Messages,
  isInChannel: boolean,
): Card {
  const { subscriptions: say, notices, direction } = messages;
  const place = /^[UW]/.test(channel) ? { user: channel } : { channel };
  const text = (isOver ? say.unheld.paused : say.unheld.soon)({ user: owner }, notices.kind(kind), place);
  const keep = {
    kind: 'button',
    action: actionIds.subscription,
    value: `keep ${id}`,
    label: say.buttons.keep,
    style: 'primary',
  } as const;
  return {
    summary: isOver ? say.unheld.pausedShort : say.unheld.soonShort,
    direction,
    parts: [
      { kind: 'text', text },
      { kind: 'note', text: [words(isInChannel ? say.unheld.how : say.unheld.howThere)] },
      ...(isInChannel ? [{ kind: 'actions', elements: [keep] } as const] : []),
    ],
  };
}
