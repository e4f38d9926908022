/**
 * Keeps the page's state, and changes it when events arrive. `reduce` is pure; the store around it notifies its
 * listeners.
 */
import type { PageEvent, PageMessage, PageState } from './protocol.ts';

export interface Toast {
  id: number;
  text: string;
  tone: 'error' | 'info';
}

export interface Known extends PageState {
  toasts: Toast[];
  /** Channels with unread messages. */
  unread: ReadonlySet<string>;
  /** Whether the event stream of the sandbox is open. */
  live: boolean;
}

let toastId = 0;

function place(messages: readonly PageMessage[], message: PageMessage): PageMessage[] {
  const at = messages.findIndex((other) => other.ts === message.ts && other.channel === message.channel);
  if (at >= 0) return messages.with(at, message);
  let end = messages.length;
  while (end > 0 && (messages[end - 1]?.ts ?? '') > message.ts) end -= 1;
  return messages.toSpliced(end, 0, message);
}

export function withToast(known: Known, text: string, tone: Toast['tone']): Known {
  toastId += 1;
  return { ...known, toasts: [...known.toasts, { id: toastId, text, tone }].slice(-3) };
}

/** `open`: the channel in view. The caller must handle the event `reload`. */
export function reduce(known: Known, event: PageEvent, open: string): Known {
  switch (event.type) {
    case 'message': {
      const { channel, user } = event.message;
      const unread = channel === open || user === known.me.id ? known.unread : new Set([...known.unread, channel]);
      return { ...known, unread, messages: place(known.messages, event.message) };
    }
    case 'message_changed':
      return { ...known, messages: place(known.messages, event.message) };
    case 'message_deleted':
      return {
        ...known,
        messages: known.messages.filter((message) => message.ts !== event.ts || message.channel !== event.channel),
      };
    case 'views':
      return { ...known, views: event.views };
    case 'home':
      return { ...known, home: event.home };
    case 'channel': {
      const others = known.channels.filter((channel) => channel.id !== event.channel.id);
      const seen = event.channel.kind === 'public' || event.channel.members.includes(known.me.id);
      return { ...known, channels: seen ? [...others, event.channel] : others };
    }
    case 'app':
      return { ...known, app: { ...known.app, connected: event.connected } };
    case 'notice':
      return withToast(known, event.text, event.tone);
    default:
      return known;
  }
}
