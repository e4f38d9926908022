/**
 * Suggests values while a person types in the form's menu of known values. The values are kept in
 * memory. A person sees only values of leads in their scope.
 */
import { renderChoices } from '@leadbell/slack-kit';
import type { App, BlockSuggestion } from '@slack/bolt';
import { acknowledge } from '../../bot/acknowledge.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { knownChoices, knownField } from './known-choices.ts';
import { readMetadata } from './subscribe-form.ts';

export function listenToKnownValues(app: App, botContext: BotContext): void {
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: knownField }, async ({ ack, body }) => {
    const choices = await choicesFor(body, botContext);
    await acknowledge(() => ack(choices), botContext);
  });
}

/** Returns nothing to people whom the gate refuses. */
async function choicesFor({ user, value, view }: BlockSuggestion, botContext: BotContext) {
  const messages = messagesFor(readMetadata(view?.private_metadata ?? '')?.tag ?? botContext.language);
  const decision = await botContext.gate.decide(user.id, 'see lists', 'subscribe here');
  if (!decision.isAllowed) return renderChoices([], messages.direction);
  const vocabulary = botContext.services.values.within(decision.scope);
  // Slack sends an empty text for the list that opens first; a client can send anything.
  const typed: unknown = value;
  return renderChoices(knownChoices(typeof typed === 'string' ? typed : '', vocabulary, messages), messages.direction);
}
