/**
 * Of a thread-only subscription: the one message that its channel gets a day, living; all else is in its thread. A day is one of the subscription's zone.
 * Effects: the store by its handle. Errors: the store's.
 */
import { type Instant, type PlainDate, plainDateIn } from '@leadbell/domain';
import type { Store, Subscription, Transaction } from '@leadbell/store';
import type { Messages } from '../words/index.ts';
import { type Card, type CardPart, renderMessage, type Text } from '@leadbell/slack-kit';
import type { AlertsDefinition, LeadsDefinition } from './definition.ts';

/** What it says is filled in when all of the day is known, see `update` of the outbox. */
export async function openDayThread(
  store: Store,
  tx: Transaction,
  { id, workspace, channel }: Subscription,
  { kind, zone }: Pick<AlertsDefinition | LeadsDefinition, 'kind' | 'zone'>,
  at: Instant,
  messages: Messages,
): Promise<number> {
  const date = plainDateIn(zone, at);
  const [root = 0] = await store.outbox.add(tx, [
    {
      workspace,
      channel,
      key: dayThreadKey(id, date),
      kind: kind === 'alerts' ? 'alert' : 'lead',
      payload: renderDayThread({ kind, date, text: [] }, messages),
      subscription: id,
      lives: true,
    },
  ]);
  return root;
}

export function dayThreadKey(subscription: number, date: PlainDate): string {
  return `day ${subscription} ${date}`;
}

/** The day of a key; null for that of another message. */
export function dayOfThread(key: string): PlainDate | null {
  return (/^day \d+ (\d{4}-\d{2}-\d{2})$/.exec(key)?.[1] ?? null) as PlainDate | null;
}

export interface DayThread {
  readonly kind: 'alerts' | 'leads';
  readonly date: PlainDate;
  /** What there is so far. */
  readonly text: Text;
  readonly more?: CardPart | null;
}

/** Alerts of Tuesday 26 August, and what there is so far. */
export function renderDayThread({ kind, date, text, more = null }: DayThread, messages: Messages): object {
  const title = messages.dayThread[kind](messages.format.date(date, { year: false }));
  const card: Card = {
    summary: title,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: title },
      ...(text.length === 0 ? [] : [{ kind: 'text', text } as const]),
      ...(more === null ? [] : [more]),
    ],
  };
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}
