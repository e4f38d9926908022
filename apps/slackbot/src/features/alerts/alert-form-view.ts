/**
 * Handles a submitted alert form: assigns the alert, adds the note, or takes the chosen step. The
 * reply appears where the person pressed the button: in the window below the form, or beside the
 * message.
 */
import { typedNote } from './typed-note.ts';
import { cutText } from '@leadbell/domain';
import type { App, ViewSubmitAction } from '@slack/bolt';
import { takeAct } from '../../bot/inbox/take.ts';
import { alertForm, type AlertFormAbout, maxNote, type NextStep, nextSteps, readAlertForm } from './alert-form.ts';
import { readForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { addressInView } from '../../bot/press-reply.ts';
import { addressOf } from '../../bot/reply.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

export function listenToAlertForm(app: App, botContext: BotContext): void {
  app.view<ViewSubmitAction>(alertForm, async ({ ack, view, body }) => {
    const about = readAlertForm(view.private_metadata);
    const messages = messagesFor(about?.tag ?? botContext.language);
    const values = readForm(view.state);
    const [to] = values('person');
    const step = nextSteps.find((one) => one === values('next')[0]);
    const text = cutText(typedNote((values('note')[0] ?? '').trim()), maxNote);
    if (about?.what === 'note' && text === '') {
      await ack({ response_action: 'errors', errors: { note: messages.alerts.form.emptyNote } });
      return;
    }
    const what = about === null ? null : actOf(about, { to, text, step });
    if (about === null || what === null) {
      await acknowledge(ack, botContext);
      return;
    }
    const { channel, tag } = about;
    const place = { channel, user: body.user.id };
    const below = view.previous_view_id ?? null;
    await takeAct(
      { name: 'alert form', what },
      {
        // A form that is submitted again after a refusal gets another key, so that it is not taken
        // for a redelivery.
        key: `view ${view.id} ${body.trigger_id}`,
        state: view.id,
        place,
        address: below === null ? addressOf(null, place, 'new', botContext) : addressInView(below, place, botContext),
        language: tag,
        asChosen: false,
      },
      {
        accept: ack,
        refuse: () =>
          ack({
            response_action: 'errors',
            errors: { [fieldOf[about.what]]: messages.acts.notWritten },
          }),
      },
      botContext,
    );
  });
}

/** The id of the only field of each form. */
const fieldOf = { assign: 'person', note: 'note', next: 'next' } as const;

interface Filled {
  readonly to: string | undefined;
  readonly text: string;
  readonly step: NextStep | undefined;
}

/** Returns null when the required field is empty. */
function actOf({ what, id }: AlertFormAbout, { to, text, step }: Filled): object | null {
  if (what === 'note') return { verb: what, id, text };
  if (what === 'assign') return to === undefined ? null : { verb: what, id, to };
  return step === undefined ? null : { verb: what, id, step };
}
