/** The form of a subscription, sent: what can't be read stays in it with a sentence, else the channel has its subscription. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import { takeAct } from '../../bot/inbox/take.ts';
import { channelOf, fieldOf, lineOf, problemsOf, readMetadata, subscribeForm } from './subscribe-form.ts';
import { readForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { addressOf } from '../../bot/reply.ts';
import { messagesFor, parseContext } from '../../bot/shell.ts';
import type { Shell } from '../../bot/contract.ts';

export function listenToSubscribeView(app: App, shell: Shell): void {
  app.view<ViewSubmitAction>(subscribeForm, async ({ ack, view, body }) => {
    const about = readMetadata(view.private_metadata);
    const messages = messagesFor(about?.tag ?? shell.language);
    const values = readForm(view.state.values);
    if (about === null) {
      await acknowledge(ack, shell);
      return;
    }
    const problems = problemsOf(values, about.kind, messages);
    if (Object.keys(problems).length > 0) {
      await ack({ response_action: 'errors', errors: problems });
      return;
    }
    const parsed = shell.registry.parse(lineOf(values, about.kind), parseContext(shell, messages));
    const field = fieldOf(values, about.kind);
    if (!parsed.ok) {
      await ack({ response_action: 'errors', errors: { [field]: parsed.complaint.sentence } });
      return;
    }
    const filters = { ...parsed.ask.filters, ...about.kept };
    const ask = about.id === null ? parsed.ask : { ...parsed.ask, id: String(about.id), filters };
    const user = body.user.id;
    await takeAct(
      { name: 'subscribe', what: { ...ask, filters } },
      {
        // Sent again after it was refused, it is another delivery.
        key: `view ${view.id} ${body.trigger_id}`,
        state: view.id,
        place: { channel: channelOf(values) ?? about.channel, user },
        // Where the form was asked for: in the channel that was chosen nobody may be able to answer yet.
        address: addressOf(null, { channel: about.channel, user }, 'new', shell),
        language: about.tag,
        asChosen: false,
      },
      {
        accept: ack,
        refuse: () => ack({ response_action: 'errors', errors: { [field]: messages.acts.notWritten } }),
      },
      shell,
    );
  });
}
