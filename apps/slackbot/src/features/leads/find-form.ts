/** The window in which a person types a search, and then sees the answer. */
import { readForm, renderModal } from '@leadbell/slack-kit';
import type { Form, Place } from '@leadbell/slack-kit';
import type { App, ViewSubmitAction } from '@slack/bolt';
import { isLanguage } from '@leadbell/i18n';
import { acknowledge } from '../../bot/acknowledge.ts';
import { contextOf, messagesFor, renderOptions } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { answerRequest } from '../../bot/conversation.ts';
import { onPress } from '../../bot/on-press.ts';
import { onShortcut } from '../../bot/on-shortcut.ts';
import { addressInView, replyAt } from '../../bot/press-reply.ts';
import { showForm } from '../../bot/show-form.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { answerModal } from '../../cards/answer-modal.ts';
import { fetchingCard } from '../../cards/notices.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { maxSoughtChars } from '../../queries/limits.ts';
import type { Messages } from '../../words/index.ts';
import { numberIn } from './number-in.ts';

const findForm = 'leads.find';
const field = 'text';

export const findShortcuts = { find: 'open a person', find_number: 'open a person' } as const;

function findFormOf({ tag, find: say, buttons }: Messages): Form {
  return {
    callbackId: findForm,
    metadata: tag,
    title: say.title,
    submit: say.submit,
    close: buttons.cancel,
    fields: [
      {
        kind: 'text',
        id: field,
        label: say.label,
        placeholder: say.placeholder,
        maxLength: maxSoughtChars,
        hint: say.onlyYou,
      },
    ],
  };
}

export function listenToFind(app: App, botContext: BotContext): void {
  onPress(app, botContext, {
    actions: [actionIds.findForm],
    read: (value) => value,
    handle: ({ press, messages }) => showForm(findFormOf(messages), press, messages, botContext),
  });
  onShortcut(app, botContext, {
    id: 'find',
    type: 'shortcut',
    needs: findShortcuts.find,
    handle: ({ trigger, messages }) =>
      showForm(findFormOf(messages), { triggerId: trigger, surface: null }, messages, botContext),
  });
  onShortcut(app, botContext, {
    id: 'find_number',
    type: 'message_action',
    needs: findShortcuts.find_number,
    async handle({ text, place, language, messages, reply, turn }) {
      const found = numberIn(text);
      const query = found === null ? null : await queryFor(found, place, messages, botContext);
      if (query === null || typeof query === 'string') return reply.say(sentenceCard(messages.find.noNumber, messages));
      await answerRequest({ query, language, reply, place }, turn, botContext);
    },
  });
  app.view<ViewSubmitAction>(findForm, async ({ ack, view, body }) => {
    const language = isLanguage(view.private_metadata) ? view.private_metadata : botContext.language;
    const messages = messagesFor(language);
    const user = body.user.id;
    const place = { channel: user, user };
    const [typed] = readForm(view.state)(field);
    const query = typed === undefined ? messages.find.whom : await queryFor(typed, place, messages, botContext);
    if (typeof query === 'string') {
      await ack({ response_action: 'errors', errors: { [field]: query } });
      return;
    }
    const loading = renderModal(answerModal(fetchingCard(messages), place, messages), renderOptions(messages));
    await acknowledge(() => ack({ response_action: 'update', view: loading }), botContext);
    const reply = replyAt(addressInView(view.id, place, botContext), language, botContext);
    await botContext.inFlight.run(null, (turn) => answerRequest({ query, language, reply, place }, turn, botContext));
  });
}

/** Returns a sentence if this text can't be searched for. */
async function queryFor(text: string, { user }: Place, messages: Messages, botContext: BotContext) {
  const line = `${messages.typed.find} ${text}`;
  const parsed = botContext.registry.parse(line, await contextOf(user, messages, botContext));
  return parsed.ok ? parsed.query : messages.find.whom;
}
