/** The small forms of an alert, sent: it is assigned, or has a note. What could not be done is said where the button was. */
import { cutText } from '@leadbell/domain';
import type { App } from '@slack/bolt';
import { sentenceCard } from '../answers/sentence.ts';
import { alertForm, maxNote, readAlertForm } from '../modals/alert-form.ts';
import { readForm } from '../slack/form.ts';
import { renderMessage } from '../slack/render.ts';
import { acknowledge } from './acknowledge.ts';
import { withFailuresSaid } from './conversation.ts';
import { messagesFor, renderOptions } from './shell.ts';
import type { Shell } from './shell.ts';

export function listenToAlertForm(app: App, shell: Shell): void {
  app.view(alertForm, async ({ ack, view, body }) => {
    const about = readAlertForm(view.private_metadata);
    const messages = messagesFor(about?.tag ?? shell.language);
    const values = readForm(view.state.values);
    const [person] = values('person');
    const note = cutText((values('note')[0] ?? '').trim(), maxNote);
    if (about?.what === 'note' && note === '') {
      await ack({ response_action: 'errors', errors: { note: messages.alerts.form.emptyNote } });
      return;
    }
    await acknowledge(ack, shell);
    if (about === null || (about.what === 'assign' && person === undefined)) return;
    const place = { channel: about.channel, user: body.user.id };
    const reply = {
      isInPlace: false,
      say: (card: Parameters<typeof renderMessage>[0]) =>
        shell.delivery.whisper(place, renderMessage(card, renderOptions(messages))),
    };
    await shell.turns.run(null, (turn) =>
      withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
        const deed = about.what === 'assign' ? { to: person ?? null } : { text: note };
        // The message itself shows what was done; only what could not be done is said.
        const done = await shell.alerts.act(about.id, about.what, place.user, deed);
        if (done === null) await reply.say(sentenceCard(messages.alerts.gone, messages));
        shell.log.info({ alert: about.id, verb: about.what, found: done !== null }, 'alert.deed');
      }),
    );
  });
}
