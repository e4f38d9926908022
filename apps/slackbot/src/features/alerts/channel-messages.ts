/**
 * The drafts of one channel's alert messages: the alert's own message, lines in its thread, and
 * notices that belong to no alert. Effects: adds to the given plan. Errors: those of its reads.
 */
import type { AlertEntry, Instant } from '@leadbell/domain';
import type { NewMessage, StoredAlert } from '@leadbell/store';
import { type Card, renderMessage, type Span } from '@leadbell/slack-kit';
import { alertCard, entryCard } from './alert-card.ts';
import type { AlertShown } from './alert-shown.ts';
import type { AlertPlan } from './alert-plan.ts';
import type { Draft, Place } from './draft.ts';
import { keyOf, shownFor, type Subscriber } from './subscriber.ts';

/** The alert's message in the channel; null when it has none. */
export function placeOf(plan: AlertPlan, alert: StoredAlert, subscriber: Subscriber): Promise<Place | null> {
  return plan.placeOf(subscriber.subscription.workspace, keyOf(alert, subscriber));
}

/**
 * Posts the alert's message, or posts it again if it is lost. The message of a thread-only
 * subscription is posted in the daily thread. `isNews`: whether the alert's cause was just read
 * from the DMS.
 */
export async function post(
  plan: AlertPlan,
  alert: StoredAlert,
  subscriber: Subscriber,
  { at, isNews }: { readonly at: Instant; readonly isNews: boolean },
): Promise<void> {
  const key = keyOf(alert, subscriber);
  const isThere = (await placeOf(plan, alert, subscriber)) !== null;
  const place = await add(plan, subscriber, at, {
    how: isThere ? 'again' : 'add',
    message: {
      ...messageOf(subscriber, key),
      lives: true,
      visibleFrom: isNews ? await plan.visibleFrom([alert]) : null,
    },
    write: (errorTexts) => cardOf(alert, subscriber, errorTexts),
  });
  plan.days.recount(subscriber, place);
}

interface Notice {
  readonly key: string;
  readonly write: Draft['write'];
  readonly visibleFrom?: Instant | null;
}

/**
 * Posts a message that belongs to no single alert, unless a message with this key exists already.
 * The message of a thread-only subscription is posted in the daily thread. The keys of lines about
 * the message begin with the message's key.
 */
export async function postNotice(
  plan: AlertPlan,
  subscriber: Subscriber,
  at: Instant,
  { key, write, visibleFrom = null }: Notice,
): Promise<void> {
  if ((await plan.placeOf(subscriber.subscription.workspace, key)) !== null) return;
  const message = { ...messageOf(subscriber, key), lives: true, visibleFrom };
  await add(plan, subscriber, at, { how: 'add', message, write });
}

async function add(plan: AlertPlan, subscriber: Subscriber, at: Instant, draft: Draft): Promise<Place> {
  const first = subscriber.definition.threadOnly ? await plan.days.open(subscriber, at, draft.message.key) : null;
  const place: Place = { standing: 'kept', first };
  plan.draft(first === null ? draft : { ...draft, thread: first.key }, place);
  return place;
}

export function messageOf(
  { subscription: { id, workspace, channel } }: Subscriber,
  key: string,
): Omit<NewMessage, 'payload'> {
  return { workspace, channel, key, kind: 'alert', subscription: id };
}

/** Updates the alert's message. If it is in a daily thread, also updates the thread's first message. */
export function refresh(plan: AlertPlan, alert: StoredAlert, subscriber: Subscriber, place: Place): void {
  plan.draft({
    how: 'update',
    message: messageOf(subscriber, keyOf(alert, subscriber)),
    write: (errorTexts) => cardOf(alert, subscriber, errorTexts),
  });
  plan.days.recount(subscriber, place);
}

export interface Line {
  readonly entry: AlertEntry;
  /** Unique among the lines of the alert: a line with the same key is posted once. */
  readonly key: string;
  /** Whether the line is also shown in the channel. */
  readonly isAloud: boolean;
  readonly called: Span | null;
}

/** Adds a line to the alert's thread. The line names the alert if the alert's message is itself a reply. */
export function say(
  plan: AlertPlan,
  alert: StoredAlert,
  subscriber: Subscriber,
  { place, entry, key, isAloud, called }: Line & { readonly place: Place },
): Promise<void> {
  return addLine(plan, subscriber, place, {
    thread: keyOf(alert, subscriber),
    key,
    isAloud,
    write: (errorTexts) => {
      const shown = shownFor(subscriber, errorTexts, alert);
      return render(entryCard(alert, entry, shown, { called, isNamed: place.first !== null }), shown);
    },
  });
}

export interface LineDraft {
  /** The key of the message in whose thread the line is posted. */
  readonly thread: string;
  /** Unique in that thread. */
  readonly key: string;
  readonly isAloud: boolean;
  readonly write: Draft['write'];
}

/**
 * Adds a line, unless it was added before. Slack has no nested threads: if the message is itself a
 * reply, the line is posted beside it.
 */
export async function addLine(
  plan: AlertPlan,
  subscriber: Subscriber,
  place: Place,
  { thread, key, isAloud, write }: LineDraft,
): Promise<void> {
  const message = messageOf(subscriber, `${thread} ${key}`);
  if ((await plan.placeOf(message.workspace, message.key)) !== null) return;
  const isBroadcast = isAloud && place.first === null && !subscriber.definition.threadOnly;
  plan.draft(
    {
      how: 'add',
      message,
      thread,
      write: (errorTexts) => ({ ...write(errorTexts), ...(isBroadcast ? { reply_broadcast: true } : {}) }),
    },
    // If the message is itself a reply, the line is in the same thread; otherwise the line is in
    // the message's own thread.
    { standing: 'kept', first: place.first ?? { key: thread, replies: [] } },
  );
}

function cardOf(alert: StoredAlert, subscriber: Subscriber, errorTexts: AlertShown['errorTexts']): object {
  const shown = shownFor(subscriber, errorTexts, alert);
  return render(alertCard(alert, shown), shown);
}

export function render(card: Card, { messages }: AlertShown) {
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}
