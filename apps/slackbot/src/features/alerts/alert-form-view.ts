/**
 * Handles a submitted alert form: assigns the alert or adds the note. Failures are reported where
 * the button was.
 */
import { typedNote } from './typed-note.ts';
import { cutText } from '@leadbell/domain';
import type { App, ViewSubmitAction } from '@slack/bolt';
import { takeAct } from '../../bot/inbox/take.ts';
import { alertForm, maxNote, readAlertForm } from './alert-form.ts';
import { readForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { addressOf } from '../../bot/reply.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

export function listenToAlertForm(app: App, botContext: BotContext): void {
  app.view<ViewSubmitAction>(alertForm, async ({ ack, view, body }) => {
    const about = readAlertForm(view.private_metadata);
    const messages = messagesFor(about?.tag ?? botContext.language);
    const values = readForm(view.state.values);
    const [to] = values('person');
    const text = cutText(typedNote((values('note')[0] ?? '').trim()), maxNote);
    if (about?.what === 'note' && text === '') {
      await ack({ response_action: 'errors', errors: { note: messages.alerts.form.emptyNote } });
      return;
    }
    if (about === null || (about.what === 'assign' && to === undefined)) {
      await acknowledge(ack, botContext);
      return;
    }
    const { what: verb, id, channel, tag } = about;
    const place = { channel, user: body.user.id };
    await takeAct(
      { name: 'alert form', what: verb === 'note' ? { verb, id, text } : { verb, id, to } },
      {
        // A form sent again after a refusal is a new delivery.
        key: `view ${view.id} ${body.trigger_id}`,
        state: view.id,
        place,
        address: addressOf(null, place, 'new', botContext),
        language: tag,
        asChosen: false,
      },
      {
        accept: ack,
        refuse: () =>
          ack({
            response_action: 'errors',
            errors: { [verb === 'note' ? 'note' : 'person']: messages.acts.notWritten },
          }),
      },
      botContext,
    );
  });
}
