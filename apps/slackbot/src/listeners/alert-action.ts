/** The buttons and the menu of an alert, and *End* of a silence. */
import type { App } from '@slack/bolt';
import { readAlertValue } from '../alerts/alert-card.ts';
import { silencesCard } from '../alerts/alert-list.ts';
import { exportAlert } from '../alerts/export.ts';
import { exportedCard } from '../alerts/exported-card.ts';
import { sentenceCard } from '../answers/sentence.ts';
import { alertFormOf } from '../modals/alert-form.ts';
import { renderForm } from '../slack/form.ts';
import { actionIds } from './action-ids.ts';
import { withFailuresSaid } from './conversation.ts';
import { onPress, type Pressed } from './on-press.ts';
import { replyTo } from './press-reply.ts';
import type { Reply } from './reply.ts';
import type { Shell } from './shell.ts';

type AlertWish = NonNullable<ReturnType<typeof readAlertValue>>;

export function listenToAlertActions(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.alert],
    read: readAlertValue,
    async handle(pressed) {
      const { press, place, language, messages, wish } = pressed;
      const reply = replyTo(press, place, language, shell, true);
      await shell.turns.run(null, (turn) =>
        withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
          await act(pressed, reply, turn.signal, shell);
          shell.log.info({ alert: wish.id, verb: wish.verb }, 'alert.deed');
        }),
      );
    },
  });

  onPress(app, shell, {
    actions: [actionIds.silence],
    read: (value) => (/^\d{1,15}$/.test(value) ? Number(value) : null),
    async handle({ press, place, language, messages, wish: silence }) {
      const reply = replyTo(press, place, language, shell);
      await shell.turns.run(null, (turn) =>
        withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
          await shell.alerts.endSilence(silence, place.user);
          await reply.say(
            silencesCard(await shell.alerts.silences(), messages.alerts.silenceEnded, messages, shell.zone),
          );
        }),
      );
    },
  });
}

async function act(
  { press, place, language, messages, wish: { verb, id } }: Pressed<AlertWish>,
  reply: Reply,
  signal: AbortSignal,
  shell: Shell,
): Promise<void> {
  const { alerts, delivery } = shell;
  switch (verb) {
    case 'export': {
      const exported = await exportAlert(id, shell, signal, messages);
      if (exported !== null) {
        await alerts.exported(id, place.user);
        await delivery.sendFile(place.user, exported.file);
      }
      await reply.say(exportedCard(exported, messages));
      return;
    }
    case 'assign-to':
    case 'note': {
      const found = await alerts.find(id);
      if (found?.alert.state.status !== 'firing') await reply.say(sentenceCard(messages.alerts.gone, messages));
      else {
        const what = verb === 'note' ? 'note' : 'assign';
        const about = { what, id, channel: place.channel, tag: language } as const;
        const form = alertFormOf(about, found.alert.state.owner, messages);
        await delivery.openView(press.triggerId, renderForm(form, messages.direction));
      }
      return;
    }
    default:
      // The message itself shows what was done; only what could not be done is said.
      if ((await alerts.act(id, verb, place.user)) === null)
        await reply.say(sentenceCard(messages.alerts.gone, messages));
  }
}
