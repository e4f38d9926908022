/**
 * Handles every shortcut: acknowledges and deduplicates it, then asks the gate. A refusal is a message that only the
 * person sees, or a modal if the shortcut was not chosen on a message.
 */
import type { Ability, KnownKind, Scope } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { renderModal } from '@leadbell/slack-kit';
import type { Card, Place } from '@leadbell/slack-kit';
import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { asModal } from '../cards/modal.ts';
import type { Messages } from '../words/index.ts';
import { acknowledge } from './acknowledge.ts';
import { messagesFor, renderOptions, rendersIn } from './bot-context.ts';
import type { BotContext } from './contract.ts';
import { withFailuresSaid } from './conversation.ts';
import type { Turn } from './in-flight.ts';
import { rememberMs } from './press-reply.ts';
import { refuse } from './refuse.ts';
import { addressOf, createReply, type Reply } from './reply.ts';

export interface TakenShortcut {
  /** Where the shortcut was chosen. A global shortcut has no channel, so its place is the person. */
  readonly place: Place;
  /** The message's text as Slack sends it; empty for a global shortcut. */
  readonly text: string;
  readonly trigger: string;
  readonly scope: Scope;
  readonly kind: KnownKind;
  readonly language: Language;
  readonly messages: Messages;
  readonly reply: Reply;
  readonly turn: Turn;
}

export interface ShortcutListener {
  /** The callback id of the shortcut in the manifest. */
  readonly id: string;
  readonly type: 'message_action' | 'shortcut';
  readonly needs: Ability;
  readonly handle: (taken: TakenShortcut, botContext: BotContext) => Promise<void>;
}

export function onShortcut(app: App, botContext: BotContext, { id, type, needs, handle }: ShortcutListener): void {
  app.shortcut({ callback_id: id, type }, async ({ ack, shortcut: chosen }) => {
    await acknowledge(ack, botContext);
    if (!botContext.deduplicator.first(`shortcut ${chosen.trigger_id}`, rememberMs)) return;
    const user = chosen.user.id;
    const language = (await botContext.people.language(user)) ?? botContext.language;
    const messages = messagesFor(language);
    const about = aboutOf(chosen);
    const reply = replyTo(chosen, about.place, messages, botContext);
    await botContext.inFlight.run(null, (turn) =>
      withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
        const decision = await botContext.gate.decide(user, needs);
        const { scope, kind } = decision.isAllowed ? decision : { scope: [], kind: decision.kind };
        const taken = { ...about, trigger: chosen.trigger_id, scope, kind, language, messages, reply, turn };
        if (decision.isAllowed) return handle(taken, botContext);
        return refuse({ decision, action: id, ...about.place }, reply, messages, botContext);
      }),
    );
  });
}

function aboutOf(chosen: GlobalShortcut | MessageShortcut): Pick<TakenShortcut, 'place' | 'text'> {
  const user = chosen.user.id;
  if (chosen.type === 'shortcut') return { place: { channel: user, user }, text: '' };
  const { thread_ts: thread, text } = chosen.message as { readonly thread_ts?: string; readonly text?: string };
  return { place: { channel: chosen.channel.id, user, ...(thread === undefined ? {} : { thread }) }, text: text ?? '' };
}

function replyTo(
  chosen: GlobalShortcut | MessageShortcut,
  place: Place,
  messages: Messages,
  botContext: BotContext,
): Reply {
  const url = chosen.type === 'message_action' ? chosen.response_url : null;
  const address = addressOf(url, place, 'follow', botContext);
  const reply = createReply({ ...botContext, ...rendersIn(messages, botContext), address });
  if (chosen.type === 'message_action') return reply;
  return {
    address,
    async say(card: Card) {
      const view = renderModal(asModal(card, 'Leadbell', messages), renderOptions(messages));
      // If the trigger has expired, send a direct message instead of the view.
      await botContext.delivery.openView(chosen.trigger_id, view).catch(() => reply.say(card));
    },
  };
}
