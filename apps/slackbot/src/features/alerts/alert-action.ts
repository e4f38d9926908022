/** *Assign to…* and *Add a note…* of an alert open a form. Its other choices, and *End* of a silence, are acts: see `inbox/`. */
import type { App } from '@slack/bolt';
import { readAlertValue } from './alert-card.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { alertFormOf } from './alert-form.ts';
import { renderForm } from '@leadbell/slack-kit';
import { actionIds } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { onPress } from '../../bot/on-press.ts';
import { answerStale, replyTo } from '../../bot/press-reply.ts';
import type { Shell } from '../../bot/contract.ts';

export function listenToAlertActions(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.alert],
    read: readAlertValue,
    isBeside: true,
    async handle({ press, place, language, messages, wish: { verb, id } }) {
      const reply = replyTo(press, place, language, shell, true);
      await shell.inFlight.run(null, (turn) =>
        withFailuresSaid({ query: null, messages, reply }, turn, shell, async () => {
          const found = await shell.alerts.find(id);
          if (found?.alert.state.status !== 'firing') return reply.say(sentenceCard(messages.alerts.gone, messages));
          const what = verb === 'note' ? 'note' : 'assign';
          const about = { what, id, channel: place.channel, tag: language } as const;
          const form = alertFormOf(about, found.alert.state.owner, messages);
          await shell.delivery.openView(press.triggerId, renderForm(form, messages.direction));
        }),
      );
    },
  });

  onPress(app, shell, {
    actions: [actionIds.silence],
    read: (value) => (/^\d{1,15}$/.test(value) ? Number(value) : null),
    handle: ({ press, place, language }) => answerStale(press, place, language, shell),
  });
}
