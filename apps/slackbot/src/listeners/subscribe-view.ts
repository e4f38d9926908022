/** The form of a subscription, sent: what can't be read stays in it with a sentence, else the channel has its subscription. */
import type { App } from '@slack/bolt';
import { answerAsk, parseText } from '../commands/index.ts';
import { channelOf, fieldOf, lineOf, problemsOf, readMetadata, subscribeForm } from '../modals/subscribe-form.ts';
import { readForm } from '../slack/form.ts';
import { renderMessage } from '../slack/render.ts';
import { acknowledge } from './acknowledge.ts';
import { withFailuresSaid } from './conversation.ts';
import { answerContext, messagesFor, parseContext, renderOptions } from './shell.ts';
import type { Shell } from './shell.ts';

export function listenToSubscribeView(app: App, shell: Shell): void {
  app.view(subscribeForm, async ({ ack, view, body }) => {
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
    const parsed = parseText(lineOf(values, about.kind), parseContext(shell, messages));
    if (!parsed.ok) {
      const field = fieldOf(values, about.kind);
      await ack({ response_action: 'errors', errors: { [field]: parsed.complaint.sentence } });
      return;
    }
    await acknowledge(ack, shell);
    const place = { channel: channelOf(values) ?? about.channel, user: body.user.id };
    // Where the form was asked for: in the channel that was chosen nobody may be able to answer yet.
    const asked = { channel: about.channel, user: body.user.id };
    const reply = {
      isInPlace: false,
      say: (card: Parameters<typeof renderMessage>[0]) =>
        shell.delivery.whisper(asked, renderMessage(card, renderOptions(messages))),
    };
    await shell.turns.run(null, (turn) =>
      withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
        const filters = { ...parsed.ask.filters, ...about.kept };
        const ask = about.id === null ? parsed.ask : { ...parsed.ask, id: String(about.id), filters };
        await reply.say(await answerAsk(ask, answerContext(shell, ask, messages, turn.signal, place)));
        shell.log.info({ command: 'subscribe', by: 'form' }, 'answered');
      }),
    );
  });
}
