/** Messages that Leadbell sends to people on its own, not as an answer. Pure. */
import type { Instant } from '@leadbell/domain';
import { fallbackLanguage } from '@leadbell/i18n';
import type { NewMessage, NewDigestRequest, PausedSubscription, Subscription, UnheardNotice } from '@leadbell/store';
import { type Messages, messagesFor } from '../words/index.ts';
import { readDefinition } from './definition.ts';
import { type Card, renderMessage, type Text } from '@leadbell/slack-kit';

export type Owned = Pick<PausedSubscription, 'id' | 'workspace' | 'channel' | 'owner' | 'kind'>;

/** Problems that an owner is notified of, once each. */
export type Trouble =
  /** Slack refuses the place; `reason` is its code. */
  | { readonly kind: 'paused'; readonly reason: string; readonly pausedAt: Instant }
  /**
   * Messages that were given up: the latest one's reason and outbox id. The reason can be `perhaps
   * posted (…)`.
   */
  | { readonly kind: 'undelivered'; readonly reason: string; readonly messages: number; readonly message: number }
  /**
   * A digest that cannot be made: the kind of failure, the intended time, and since when it is
   * owed.
   */
  | { readonly kind: 'late'; readonly failure: string; readonly meantFor: string; readonly since: Instant }
  /** A digest from *Send now*, by its request: the reason why it will not be sent. */
  | { readonly kind: 'unsent'; readonly why: Unsent; readonly request: string };

/** `failure`: a kind of DMS or internal failure. */
export type Unsent = 'paused' | 'changed' | 'removed' | { readonly failure: string };

/** A direct message to a subscription's owner: once for each problem, by its key. */
export function ownerNotice(subscription: Owned, trouble: Trouble, messages: Messages): NewMessage {
  const { id, workspace, owner } = subscription;
  const card = noticeCard(subscription, trouble, messages);
  return {
    workspace,
    channel: owner,
    key: keyOf(id, trouble),
    kind: 'notice',
    subscription: id,
    payload: renderMessage(card, { tag: messages.tag, more: messages.leads.more }),
  };
}

/** To the person who pressed *Send now*, in the subscription's language. */
export function unsentNotice(
  subscription: Omit<Owned, 'owner'> & Pick<Subscription, 'definition'>,
  { by, key }: Pick<NewDigestRequest, 'by' | 'key'>,
  why: Unsent,
): NewMessage {
  const { kind, definition } = subscription;
  const messages = messagesFor(readDefinition(kind, definition)?.language ?? fallbackLanguage);
  return ownerNotice({ ...subscription, owner: by }, { kind: 'unsent', why, request: key }, messages);
}

export function pausedNotice(subscription: PausedSubscription, reason: string, messages: Messages): NewMessage {
  return ownerNotice(subscription, { kind: 'paused', reason, pausedAt: subscription.pausedAt }, messages);
}

/**
 * For an owner who cannot be messaged directly: posted in the subscription's channel, with a
 * mention.
 */
export function noticeInChannel({ workspace, channel, key, payload, owner, subscription }: UnheardNotice): NewMessage {
  const { text = '', blocks = [] } = payload as { readonly text?: string; readonly blocks?: readonly object[] };
  const mention = { type: 'section', text: { type: 'mrkdwn', text: `<@${owner}>` } };
  return {
    workspace,
    channel,
    key: `${key} here`,
    kind: 'notice',
    subscription,
    payload: { text: `<@${owner}> ${text}`, blocks: [mention, ...blocks] },
  };
}

function keyOf(id: number, trouble: Trouble): string {
  switch (trouble.kind) {
    case 'paused':
      return `paused ${id} ${trouble.pausedAt}`;
    case 'undelivered':
      return `undelivered ${id} ${trouble.message}`;
    case 'late':
      return `late ${id} ${trouble.since}`;
    case 'unsent':
      return `unsent ${id} ${trouble.request}`;
    default:
      return trouble satisfies never;
  }
}

export function noticeCard(
  { channel, kind }: Pick<Owned, 'channel' | 'kind'>,
  trouble: Trouble,
  messages: Messages,
): Card {
  const { notices } = messages;
  const what = notices.kind(kind);
  const place = /^[UW]/.test(channel) ? { user: channel } : { channel };
  switch (trouble.kind) {
    case 'paused': {
      const why = notices.why(trouble.reason);
      return card(
        [...notices.paused(place, what), { words: ` ${why}` }],
        `${notices.pausedShort} ${why}`,
        notices.resume,
      );
    }
    case 'undelivered': {
      const isPerhaps = isPerhapsPosted(trouble.reason);
      const why = notices.undeliveredWhy(trouble.reason);
      const text = (isPerhaps ? notices.perhaps : notices.undelivered)(place, what, trouble.messages);
      const short = isPerhaps ? notices.perhapsShort : notices.undeliveredShort;
      return card([...text, { words: ` ${why}` }], `${short} ${why}`, isPerhaps ? notices.lookThere : notices.goesOn);
    }
    case 'late': {
      const why = messages.watch.why(trouble.failure);
      const text = notices.late(place, what, trouble.meantFor);
      return card([...text, { words: ` ${why}.` }], `${notices.lateShort} ${why}.`, notices.comesLater);
    }
    case 'unsent': {
      const why =
        typeof trouble.why === 'string'
          ? notices.unsentWhy[trouble.why]
          : `${messages.watch.why(trouble.why.failure)}.`;
      return card(
        [...notices.unsent(place, what), { words: ` ${why}` }],
        `${notices.unsentShort} ${why}`,
        trouble.why === 'removed' ? notices.subscribeAgain : notices.askAgain,
      );
    }
    default:
      return trouble satisfies never;
  }

  function card(text: Text, summary: string, note: string): Card {
    const parts = [{ kind: 'text', text } as const, { kind: 'note', text: [{ words: note }] } as const];
    return { summary, direction: messages.direction, parts };
  }
}

/** See `perhapsReason` of the store. */
export function isPerhapsPosted(reason: string): boolean {
  return reason.startsWith('perhaps posted (');
}
