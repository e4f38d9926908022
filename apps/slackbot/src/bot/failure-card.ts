/** The card for any failure, with a reference that is also in the log. Pure. */
import { LeadsApiError } from '@leadbell/leads-api';
import { type Card, slackProblem, type SlackProblem } from '@leadbell/slack-kit';
import {
  busyCard,
  failureCard,
  notInChannelCard,
  perhapsSharedCard,
  slackCard,
  troubleCard,
} from '../cards/notices.ts';
import { sentenceCard } from '../cards/sentence.ts';
import type { Query } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { TooManyPeople, Unrecorded } from './record.ts';

export function failureOf(
  error: unknown,
  {
    query,
    reference,
    messages,
  }: { readonly query: Query | null; readonly reference: string; readonly messages: Messages },
): Card {
  if (error instanceof LeadsApiError && query !== null) {
    const { retryAfterMs } = error.details;
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    return troubleCard({ kind: error.kind, reference, query, ...wait }, messages);
  }
  if (error instanceof TooManyPeople) return sentenceCard(messages.access.tooManyPeople(error.limit), messages);
  if (error instanceof Unrecorded) return sentenceCard(messages.access.unrecorded, messages);
  const problem = slackProblem(error);
  return (
    (problem && slackFailure(problem, { query, reference, messages })) ?? failureCard({ reference, query }, messages)
  );
}

/** The card for an error of Slack; null if this kind of error has no card of its own. */
function slackFailure(
  { class: kind, code, retryAfterMs }: SlackProblem,
  {
    query,
    reference,
    messages,
  }: { readonly query: Query | null; readonly reference: string; readonly messages: Messages },
): Card | null {
  const { bot: say } = messages;
  switch (kind) {
    case 'channel':
      return code === 'messages_tab_disabled'
        ? slackCard(messages.notices.why(code), messages)
        : notInChannelCard(messages);
    case 'retry':
      return retryAfterMs === undefined
        ? slackCard(say.notNow, messages, query)
        : busyCard({ retryAfterMs, query }, messages);
    case 'workspace':
      return slackCard(say.workspaceClosed, messages);
    case 'expired':
      return slackCard(say.pressAgain, messages);
    case 'file':
      return slackCard(say.fileRefused(code), messages);
    case 'unclear':
      // Slack may have posted the message, so a retry could post it twice.
      return query?.share === true
        ? perhapsSharedCard({ reference }, messages)
        : slackCard(say.notNow, messages, query);
    default:
      return null;
  }
}
