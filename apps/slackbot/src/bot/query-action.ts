/**
 * Handles buttons and selects whose value is a query: help, suggestions, paging, filters, *Refresh*, *Try again*. The
 * answer to a press on the Home tab opens in a modal.
 */
import { renderModal } from '@leadbell/slack-kit';
import type { App } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { answerModal } from '../cards/answer-modal.ts';
import { fetchingCard } from '../cards/notices.ts';
import type { Query } from '../queries/query.ts';
import { renderOptions } from './bot-context.ts';
import { answerRequest, withFailuresSaid } from './conversation.ts';
import { onPress, type Pressed } from './on-press.ts';
import { addressInView, replyAt, replyBeside, replyTo } from './press-reply.ts';
import type { BotContext } from './contract.ts';

/**
 * If two presses are closer together than this, they count as one. Otherwise a double click on a channel's message
 * would get two answers.
 */
const doublePressMs = 2_000;

export function listenToQueryActions(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.ask, actionIds.filter],
    read: botContext.registry.decodeQuery,
    async handle(pressed) {
      const { press, place, language, request: query } = pressed;
      const { isEphemeral, surface, container, value } = press;
      const isReplaced = isEphemeral || surface === 'answer';
      if (!isReplaced && !botContext.deduplicator.first(`ask ${place.user} ${container} ${value}`, doublePressMs))
        return;
      if (surface === 'home') return answerInModal(pressed, botContext);
      const reply = replyTo(press, place, language, botContext);
      // An ephemeral message shows the answer to the latest press; on a channel's message each press gets its own
      // answer.
      const key = isReplaced ? `${place.user} ${container}` : null;
      await botContext.inFlight.run(key, (turn) => answerRequest({ query, language, reply, place }, turn, botContext));
    },
  });
}

/** A trigger expires after 3 s, so the modal opens before the answer is there. */
async function answerInModal(pressed: Pressed<Query>, botContext: BotContext): Promise<void> {
  const { press, place, language, messages, request: query } = pressed;
  const failed = { query: null, messages, reply: replyBeside(press, place, language, botContext) };
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid(failed, turn, botContext, async () => {
      const loading = renderModal(answerModal(fetchingCard(messages), place, messages), renderOptions(messages));
      const view = await botContext.delivery.openView(press.triggerId, loading);
      const reply = replyAt(addressInView(view, place, botContext), language, botContext);
      await answerRequest({ query, language, reply, place }, turn, botContext);
    }),
  );
}
