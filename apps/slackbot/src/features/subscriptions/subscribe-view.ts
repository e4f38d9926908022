/**
 * Handles a submitted subscription form. If a field has a problem, the form stays open and explains
 * it; otherwise the channel gets its subscription.
 */
import type { App, ViewSubmitAction } from '@slack/bolt';
import { takeAct } from '../../bot/inbox/take.ts';
import { lackOf } from './commands/subscribe.ts';
import { draftOf, filtersOf } from './form-draft.ts';
import { channelOf, fieldOf, kindOf, problemsOf, readMetadata, subscribeForm } from './subscribe-form.ts';
import { plainSentence, readForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { addressOf } from '../../bot/reply.ts';
import { messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';

export function listenToSubscribeView(app: App, botContext: BotContext): void {
  app.view<ViewSubmitAction>(subscribeForm, async ({ ack, view, body }) => {
    const about = readMetadata(view.private_metadata);
    const messages = messagesFor(about?.tag ?? botContext.language);
    const values = readForm(view.state);
    if (about === null) {
      await acknowledge(ack, botContext);
      return;
    }
    const problems = problemsOf(values, about.kind, messages);
    if (Object.keys(problems).length > 0) {
      await ack({ response_action: 'errors', errors: problems });
      return;
    }
    const field = fieldOf(values, about.kind);
    const kind = kindOf(values, about.kind);
    const draft = draftOf(values, kind, about.kind);
    const lack = lackOf(draft, messages);
    if (lack !== null) {
      await ack({ response_action: 'errors', errors: { [field]: plainSentence(lack) } });
      return;
    }
    const edited = about.id === null ? {} : { id: String(about.id) };
    const filters = { ...(kind === about.kind ? filtersOf(values) : {}), ...about.kept };
    const user = body.user.id;
    await takeAct(
      { name: 'subscribe', what: { command: 'subscribe', share: false, ...edited, draft, filters } },
      {
        // A form that is submitted again after a refusal gets another key, so that it is not taken
        // for a redelivery.
        key: `view ${view.id} ${body.trigger_id}`,
        state: view.id,
        place: { channel: channelOf(values) ?? about.channel, user },
        // The reply goes where the person opened the form: Leadbell may not be in the chosen
        // channel yet.
        address: addressOf(null, { channel: about.channel, user }, 'new', botContext),
        language: about.tag,
        asChosen: false,
      },
      {
        accept: ack,
        refuse: () => ack({ response_action: 'errors', errors: { [field]: messages.acts.notWritten } }),
      },
      botContext,
    );
  });
}
