/**
 * Checks each hour that the owner of each subscription still has the right to it. If the owner has
 * lost it, another person with the right has 7 days to take over; then the subscription is paused.
 * The channel and the admins are notified when the 7 days begin and when they end. Effects: uses
 * the given store, and asks Slack through the gates. Errors: those of the store.
 */
import { type Instant, type Scope, scopeKey } from '@leadbell/domain';
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
  /** Returns null for a workspace that is not connected. */
  readonly gateOf: (workspace: string) => Gate | null;
  /** Whether `SUBSCRIPTION_EDITORS` lets the person change subscriptions. Rejects when Slack does not answer. */
  readonly mayEditIn: (workspace: string, user: string) => Promise<boolean>;
}

const hourMs = 3_600_000;
const graceMs = 7 * 24 * hourMs;
const atOnce = 20;
/** If Slack leaves this many checks without an answer, the remaining checks wait for the next minute. */
const patience = 3;
export const unheld = 'unheld';

/** Returns how many messages were added. When the signal aborts, the check ends before the next subscription. */
export async function checkHolders(options: HoldersOptions, signal: AbortSignal): Promise<number> {
  const { store } = options;
  const now = await store.now();
  let told = 0;
  let unanswered = 0;
  for (let turn = 0; turn < atOnce && unanswered < patience && !signal.aborted; turn += 1) {
    const one = await takeNext(store, now);
    if (one === null) break;
    const messages = await check(one, now, options);
    if (messages === 'unknown') unanswered += 1;
    else told += messages;
  }
  return told;
}

/**
 * Takes a subscription whose last check was an hour ago or more, and marks it as checked. The mark
 * stays even if Slack does not say who the owner is.
 */
function takeNext(store: Store, now: Instant): Promise<Subscription | null> {
  return store.transaction(async (tx) => {
    const [one = null] = await store.subscriptions.toCheck(tx, (now - hourMs) as Instant, 1);
    if (one !== null) await store.subscriptions.hold(tx, one.id, one, one);
    return one;
  });
}

async function check(one: Subscription, now: Instant, options: HoldersOptions): Promise<number | 'unknown'> {
  const { store, gateOf, messages } = options;
  const gate = gateOf(one.workspace);
  if (gate === null) return 0;
  const right = await rightOf(one, gate, options);
  if (right === 'unknown') return 'unknown';
  const { id, owner, workspace, channel, unheldSince } = one;
  if (right !== null) {
    if (scopeKey(readScope(one.scope)) !== scopeKey(right.scope) || unheldSince !== null)
      await store.transaction((tx) =>
        store.subscriptions.hold(tx, id, one, { owner, scope: writeScope(right.scope), unheldSince: null }),
      );
    return 0;
  }
  const isOver = unheldSince !== null && now - unheldSince >= graceMs;
  if (unheldSince !== null && !isOver) return 0;
  const since = unheldSince ?? now;
  const notices = noticesOf({ ...one, unheldSince: since }, isOver, (await gate.admins()).ids, messages);
  return store.transaction(async (tx) => {
    // Someone pressed *Keep it* meanwhile.
    if (!(await store.subscriptions.hold(tx, id, one, { owner, scope: one.scope, unheldSince: since }))) return 0;
    await store.outbox.add(tx, notices);
    const action = isOver ? 'subscription paused' : 'subscription without owner';
    if (isOver) await store.subscriptions.change(tx, id, { workspace, channel }, { pausedReason: unheld });
    await store.audit.append(tx, { workspace, actor: 'leadbell', action, subject: `subscription ${id}` });
    return notices.length;
  });
}

/** Returns null if the owner may no longer own the subscription. */
async function rightOf(
  { owner, workspace, kind }: Subscription,
  gate: Gate,
  { mayEditIn }: HoldersOptions,
): Promise<{ readonly scope: Scope } | 'unknown' | null> {
  const decision = await gate.decidePatiently(owner, 'subscribe here');
  if (!decision.isAllowed)
    return decision.refusal.why === 'unanswered' || decision.refusal.why === 'scope' ? 'unknown' : null;
  // Alerts count the leads of all brands, so a person with a limited role may not own a subscription to alerts.
  if (kind === 'alerts' && decision.scope !== 'all') return null;
  const isEditor = await mayEditIn(workspace, owner).catch(() => 'unknown' as const);
  if (isEditor === 'unknown') return 'unknown';
  return isEditor ? { scope: decision.scope } : null;
}

type Unheld = Subscription & { readonly unheldSince: Instant };

/** Returns a notice for the channel, with a button while the subscription continues, and one for each admin. */
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
