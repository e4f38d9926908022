/**
 * The daily message of a thread-only subscription. The channel gets one message a day, which is updated in place;
 * everything else is posted in its thread. Days are in the subscription's zone. Pure.
 */
import type { PlainDate } from '@leadbell/domain';
import type { NewMessage, Subscription } from '@leadbell/store';
import type { Messages } from '../words/index.ts';
import { type Card, type CardPart, renderMessage, type Text } from '@leadbell/slack-kit';

/** The message without its content. */
export function dayMessage(
  { id, workspace, channel }: Subscription,
  kind: DayThread['kind'],
  date: PlainDate,
): Omit<NewMessage, 'payload' | 'threadOf'> {
  return {
    workspace,
    channel,
    key: `day ${id} ${date}`,
    kind: kind === 'alerts' ? 'alert' : 'lead',
    subscription: id,
    lives: true,
  };
}

/** The date in a day message's key; null for the key of any other message. */
export function dayOfThread(key: string): PlainDate | null {
  return (/^day \d+ (\d{4}-\d{2}-\d{2})$/.exec(key)?.[1] ?? null) as PlainDate | null;
}

export interface DayThread {
  readonly kind: 'alerts' | 'leads';
  readonly date: PlainDate;
  /** The content of the day so far. */
  readonly text: Text;
  readonly more?: CardPart | null;
}

/** The message with a title such as "Alerts of Tuesday 26 August" and the content so far. */
export function renderDayThread({ kind, date, text, more = null }: DayThread, messages: Messages): object {
  const title = messages.dayThread[kind](messages.formats.dayThread.date(date, { year: false }));
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
