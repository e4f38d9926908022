/**
 * Small cards for input that is not understood, loading, failures of the DMS, internal failures, and a channel without
 * the bot. Pure.
 */
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Query, Complaint } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import type { Button, Card, Text } from '@leadbell/slack-kit';
import { actions, queryButton, shareQuestion } from './controls.ts';
import { clip, data, joined, lines, words } from './text.ts';
import { actionIds } from './action-ids.ts';
import { encodeQuery } from '../queries/query-codec.ts';

/** Slack's limit for a button's text. */
const maxLabel = 75;
const helpQuery: Query = { command: 'help', share: false };

export interface Trouble {
  readonly kind: LeadsApiErrorKind;
  readonly retryAfterMs?: number;
  /** The reference that the log line of the failure contains. */
  readonly reference: string;
  /** The query that *Try again* repeats. */
  readonly query: Query;
}

/** The commands that are offered with a complaint. */
export interface Offers {
  /** Valid commands, each with its text. */
  readonly suggested: readonly (readonly [text: string, query: Query])[];
  readonly search: Query | null;
  /** For each kind of work, the commands that the reader may use. */
  readonly examples: readonly (readonly [job: string, forms: readonly string[]])[];
}

/** A complaint: one sentence, examples of other questions, valid commands as buttons, and help. */
export function complaintCard({ sentence, search }: Complaint, offers: Offers, messages: Messages): Card {
  const { suggested } = offers;
  const examples = offers.examples.map(([job, forms]) => exampleText(job, forms, messages));
  return smallCard(messages, sentence, lines([[words(sentence)], ...examples]), [
    ...suggested.map(([text, query]) =>
      againButton(clip(`/leads ${text}`, maxLabel), query, messages, suggested.length === 1 ? 'primary' : undefined),
    ),
    offers.search === null || search === undefined
      ? null
      : queryButton(clip(messages.complaints.search(search), maxLabel), offers.search),
    queryButton(messages.bot.help, helpQuery),
  ]);
}

/** In right-to-left text, each command has its own line. */
function exampleText(job: string, forms: readonly string[], { direction, listSeparator }: Messages): Text {
  const typed = forms.map((form): Text => [data(`/leads ${form}`, 60, 'code')]);
  return direction === 'rtl'
    ? lines([[words(`${job}:`)], ...typed])
    : [words(`${job}: `), ...joined(typed, words(listSeparator))];
}

/** Asks for confirmation before something is posted to a channel that other companies can read. */
export function sharedOutsideCard(query: Query, messages: Messages): Card {
  const { sharedOutside, shareAnyway } = messages.access;
  const value = encodeQuery({ ...query, knowingly: true });
  const button: Button = { kind: 'button', action: actionIds.share, value, label: shareAnyway, style: 'danger' };
  return smallCard(messages, sharedOutside, [words(`⚠️ ${sharedOutside}`)], [button]);
}

export function fetchingCard(messages: Messages): Card {
  return smallCard(messages, messages.bot.fetching, [words(messages.bot.fetching, 'italic')], []);
}

export function troubleCard({ kind, retryAfterMs, reference, query }: Trouble, messages: Messages): Card {
  const { bot: say } = messages;
  const sentence = say.trouble(kind);
  const wait = retryAfterMs === undefined ? null : words(say.retryAfter(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  const card = smallCard(messages, sentence, lines([words(sentence, 'bold'), wait]), [tryAgain(query, messages)]);
  return reference === undefined ? card : withReference(card, reference, messages);
}

/** The card for an internal failure. `query` is null when the failed query is unknown. */
export function failureCard(
  { reference, query }: { readonly reference: string; readonly query: Query | null },
  messages: Messages,
): Card {
  const sentence = messages.bot.failed;
  const card = smallCard(messages, sentence, [words(sentence, 'bold')], [query && tryAgain(query, messages)]);
  return withReference(card, reference, messages);
}

/** Shown when Slack did not confirm whether it posted the shared message. */
export function perhapsSharedCard({ reference }: { readonly reference: string }, messages: Messages): Card {
  const sentence = messages.bot.perhapsShared;
  return withReference(smallCard(messages, sentence, [words(sentence, 'bold')], []), reference, messages);
}

/** Shown when Slack rate-limits us. */
export function busyCard(
  { retryAfterMs, query }: { readonly retryAfterMs: number; readonly query: Query | null },
  messages: Messages,
): Card {
  const sentence = messages.bot.busy(Math.max(1, Math.ceil(retryAfterMs / 1_000)));
  return smallCard(messages, sentence, [words(sentence, 'bold')], [query && tryAgain(query, messages)]);
}

/** One sentence about a refusal by Slack that the person can resolve. */
export function slackCard(sentence: string, messages: Messages, query: Query | null = null): Card {
  return smallCard(messages, sentence, [words(sentence)], [query && tryAgain(query, messages)]);
}

export function notInChannelCard(messages: Messages): Card {
  return smallCard(messages, messages.bot.notInChannel, [words(messages.bot.notInChannel)], []);
}

/** The reply to a press whose value is invalid or from an old version. */
export function staleButtonCard(messages: Messages): Card {
  return smallCard(
    messages,
    messages.bot.staleButton,
    [words(messages.bot.staleButton)],
    [queryButton(messages.bot.help, helpQuery)],
  );
}

function tryAgain(query: Query, messages: Messages): Button {
  return againButton(messages.bot.tryAgain, { ...query, fresh: true }, messages);
}

/** A button that repeats the query; it asks for confirmation if the query posts to the channel. */
function againButton(
  label: string,
  query: Query,
  messages: Messages,
  style: Button['style'] | undefined = 'primary',
): Button {
  const button = queryButton(label, query, style);
  return query.share ? { ...button, confirm: shareQuestion(messages) } : button;
}

function smallCard(messages: Messages, summary: string, text: Text, buttons: readonly (Button | null)[]): Card {
  const foot = actions(buttons);
  return {
    summary,
    direction: messages.direction,
    parts: [{ kind: 'text', text }, ...(foot === null ? [] : [foot])],
  };
}

/** Adds the reference by which the operator finds the failure in the log. */
function withReference(card: Card, reference: string, messages: Messages): Card {
  return { ...card, parts: [...card.parts, { kind: 'note', text: [words(messages.bot.reference(reference))] }] };
}
