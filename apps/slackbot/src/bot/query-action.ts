/**
 * Handles buttons and selects that carry a query: help, suggestions, paging, filters, *Refresh*,
 * *Try again*.
 */
import type { App } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { answerRequest } from './conversation.ts';
import { onPress } from './on-press.ts';
import { replyTo } from './press-reply.ts';
import type { BotContext } from './contract.ts';

/**
 * Presses closer together than this count as one: in a channel's message each would get an answer.
 */
const doublePressMs = 2_000;

export function listenToQueryActions(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.ask, actionIds.filter],
    read: botContext.registry.decodeQuery,
    async handle({ press, place, language, request: query }) {
      const { isEphemeral, container, value } = press;
      if (!isEphemeral && !botContext.deduplicator.first(`ask ${place.user} ${container} ${value}`, doublePressMs))
        return;
      const reply = replyTo(press, place, language, botContext);
      // On an ephemeral message the latest press wins; on a channel's each gets its own answer.
      const key = isEphemeral ? `${place.user} ${container}` : null;
      await botContext.inFlight.run(key, (turn) => answerRequest({ query, language, reply, place }, turn, botContext));
    },
  });
}
