/** Messages that Leadbell sends to people unasked. Pure. */
import type { Instant } from '@leadbell/domain';
import { fallbackLanguage } from '@leadbell/i18n';
import type { NewMessage, NewDigestRequest, PausedSubscription, Subscription, UnheardNotice } from '@leadbell/store';
import { type Messages, messagesFor } from '../words/index.ts';
import { readDefinition } from './definition.ts';
import { type Card, renderMessage, type Text } from '@leadbell/slack-kit';

export type Owned = Pick<PausedSubscription, 'id' | 'workspace' | 'channel' | 'owner' | 'kind'>;

/** The problems about which an owner is notified, each once. */
export type Trouble =
  /** Slack refuses messages to the channel or person; `reason` is its code. */
  | { readonly kind: 'paused'; readonly reason: string; readonly pausedAt: Instant }
  /**
   * Messages could not be delivered. `reason` and the outbox id `message` are those of the latest message. The reason
   * can be `perhaps posted (…)`.
   */
  | { readonly kind: 'undelivered'; readonly reason: string; readonly messages: number; readonly message: number }
  /** A digest can't be made, for the reason `failure`. It was due at `meantFor`, and has been owed since `since`. */
  | { readonly kind: 'late'; readonly failure: string; readonly meantFor: string; readonly since: Instant }
  /** The digest of a *Send now* will not be sent, for the reason `why`. `request` is the id of the digest request. */
  | { readonly kind: 'unsent'; readonly why: Unsent; readonly request: string };

/** `failure` is the kind of a failure of the DMS, or of an internal failure. */
export type Unsent = 'paused' | 'changed' | 'removed' | { readonly failure: string };

/** A direct message to a subscription's owner. Its key makes sure that it is sent only once for each problem. */
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

/** A notice to the person who pressed *Send now*, in the subscription's language. */
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
 * The notice for an owner who can't get direct messages: it is posted in the subscription's channel and mentions them.
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

/** Whether the message may have been posted; see `perhapsReason` of the store. */
export function isPerhapsPosted(reason: string): boolean {
  return reason.startsWith('perhaps posted (');
}
