/** The buttons of an alert (*Acknowledge*, *Take it*, *Snooze*, *Export*), and *End* of a silence. */
import type { App, BlockAction } from '@slack/bolt';
import { readAlertValue } from '../alerts/alert-card.ts';
import { exportAlert } from '../alerts/export.ts';
import { silencesCard } from '../alerts/alert-list.ts';
import { sentenceCard } from '../answers/sentence.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { withFailuresSaid } from './conversation.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { languageOfPress, messagesFor } from './shell.ts';
import type { Shell } from './shell.ts';

export function listenToAlertActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.alert), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    const language = await languageOfPress(press, shell);
    const messages = messagesFor(language);
    const wish = readAlertValue(press.value);
    if (wish === null) {
      await answerStale(press, place, language, shell);
      return;
    }
    const { verb, id } = wish;
    const reply = replyTo(press, place, language, shell, true);
    await shell.turns.run(null, (turn) =>
      withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
        if (verb === 'export') {
          const file = await exportAlert(id, shell, turn.signal, messages);
          if (file === null) await reply.say(sentenceCard(messages.alerts.exportEmpty, messages));
          else {
            await shell.alerts.exported(id, place.user);
            await shell.delivery.sendFile(place.user, file);
            await reply.say(sentenceCard(messages.alerts.exported, messages));
          }
        } else {
          // The message itself shows what was done; only what could not be done is said.
          const done = await shell.alerts.act(id, verb, place.user, null);
          if (done === null) await reply.say(sentenceCard(messages.alerts.gone, messages));
        }
        shell.log.info({ alert: id, verb }, 'alert.deed');
      }),
    );
  });

  app.action<BlockAction>(actionPattern(actionIds.silence), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    const language = await languageOfPress(press, shell);
    const messages = messagesFor(language);
    if (!/^\d{1,15}$/.test(press.value)) {
      await answerStale(press, place, language, shell);
      return;
    }
    const reply = replyTo(press, place, language, shell);
    await shell.turns.run(null, (turn) =>
      withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
        await shell.alerts.endSilence(Number(press.value), place.user);
        await reply.say(
          silencesCard(await shell.alerts.silences(), messages.alerts.silenceEnded, messages, shell.zone),
        );
      }),
    );
  });
}
