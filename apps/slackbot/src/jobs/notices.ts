/** What people are told by themselves, not in answer to anything. Pure. */
import type { NewMessage, PausedSubscription } from '@leadbell/store';
import type { Messages } from '../locales/en.ts';
import type { Card } from '../slack/card.ts';
import { renderMessage } from '../slack/render.ts';

/** To the owner, once for each pause: the key says which. */
export function pausedNotice(subscription: PausedSubscription, reason: string, messages: Messages): NewMessage {
  const { id, workspace, channel, owner, kind, pausedAt } = subscription;
  return {
    workspace,
    channel: owner,
    key: `paused ${id} ${pausedAt}`,
    kind: 'notice',
    payload: renderMessage(pausedCard(channel, kind, reason, messages), {
      tag: messages.tag,
      more: messages.leads.more,
    }),
  };
}

export function pausedCard(channel: string, kind: string, reason: string, messages: Messages): Card {
  const { notices, direction } = messages;
  const text = notices.paused({ channel }, notices.kind(kind));
  const why = notices.why(reason);
  return {
    summary: `${notices.pausedShort} ${why}`,
    direction,
    parts: [
      { kind: 'text', text: [...text, { words: ` ${why}` }] },
      { kind: 'note', text: [{ words: notices.resume }] },
    ],
  };
}
