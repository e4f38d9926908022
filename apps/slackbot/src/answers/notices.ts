/** The small cards: not understood, fetching, trouble with the DMS, our own failure, not in the channel. Pure. */
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Ask, Complaint, ParseContext } from '../commands/command.ts';
import type { Messages } from '../locales/en.ts';
import type { Card } from '../slack/card.ts';

export interface Trouble {
  readonly kind: LeadsApiErrorKind;
  readonly retryAfterMs?: number;
  /** Finds the log line. */
  readonly reference: string;
  /** For *Try again*. */
  readonly ask: Ask;
}

/** One sentence, the nearest right form as a button, and help. */
export function complaintCard(complaint: Complaint, context: ParseContext): Card {
  return { summary: complaint.sentence, direction: context.messages.direction, parts: [] };
}

export function fetchingCard(messages: Messages): Card {
  return { summary: messages.shell.fetching, direction: messages.direction, parts: [] };
}

export function troubleCard(trouble: Trouble, messages: Messages): Card {
  return { summary: messages.shell.trouble(trouble.kind), direction: messages.direction, parts: [] };
}

/** A failure that is ours. `ask` is null when what was asked is not known. */
export function failureCard(
  _failure: { readonly reference: string; readonly ask: Ask | null },
  messages: Messages,
): Card {
  return { summary: messages.shell.failed, direction: messages.direction, parts: [] };
}

export function notInChannelCard(messages: Messages): Card {
  return { summary: messages.shell.notInChannel, direction: messages.direction, parts: [] };
}
