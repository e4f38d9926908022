/**
 * Handles the menu choices of an alert that open a form: *Assign to…*, *Add a note…* and *Resolve
 * or snooze…*. The other choices, and a silence's *End* button, are acts: see `inbox/`.
 */
import type { App } from '@slack/bolt';
import { readAlertValue } from './alert-card.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { alertFormOf } from './alert-form.ts';
import { formStateOf } from './form-state.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { onPress } from '../../bot/on-press.ts';
import { showForm } from '../../bot/show-form.ts';
import { answerStale, replyBeside } from '../../bot/press-reply.ts';
import { contextWithin } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

export function listenToAlertActions(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.alert],
    read: readAlertValue,
    isBeside: true,
    async handle({ press, place, language, messages, request: { verb, id } }) {
      const reply = replyBeside(press, place, language, botContext);
      await botContext.inFlight.run(null, (turn) =>
        withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
          const found = await contextWithin(press.scope, botContext).alerts.find(id);
          if (found?.alert.state.status !== 'firing') return reply.say(sentenceCard(messages.alerts.gone, messages));
          const what = verb === 'note' || verb === 'next' ? verb : 'assign';
          const about = { what, id, channel: place.channel, tag: language } as const;
          const form = alertFormOf(
            about,
            await formStateOf(found.alert, place.user, contextWithin(press.scope, botContext)),
            messages,
          );
          await showForm(form, press, messages, botContext);
        }),
      );
    },
  });

  onPress(app, botContext, {
    actions: [actionIds.silence],
    read: (value) => (/^\d{1,15}$/.test(value) ? Number(value) : null),
    handle: ({ press, place, language }) => answerStale(press, place, language, botContext),
  });
}
