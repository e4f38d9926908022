/** Asks the gate about a press, and informs the person if it refuses. Errors: none escape. */
import { asModal } from '../cards/modal.ts';
import type { Card } from '@leadbell/slack-kit';
import { renderModal } from '@leadbell/slack-kit';
import { languageOfPress, messagesFor, renderOptions } from './bot-context.ts';
import type { BotContext } from './contract.ts';
import { withFailuresSaid } from './conversation.ts';
import { refuse } from './refuse.ts';
import { readActionId } from '../cards/action-ids.ts';
import type { AllowedPress, Press } from './press.ts';
import { replyBeside } from './press-reply.ts';

/** Returns null when the gate refuses; by then the person has been informed. */
export async function admitPress(press: Press, botContext: BotContext): Promise<AllowedPress | null> {
  const needs = botContext.registry.needsOfPress(press.actionId);
  if (needs === null) return { ...press, scope: [], kind: 'unknown' };
  const decision = await botContext.gate.decide(press.user, needs);
  if (decision.isAllowed) return { ...press, scope: decision.scope, kind: decision.kind };
  const language = await languageOfPress(press, botContext);
  const messages = messagesFor(language);
  const { place, user } = press;
  const action = readActionId(press.actionId) ?? 'button';
  const refused = { decision, action, channel: place?.channel ?? '', user };
  const reply =
    place === null || press.surface === 'home'
      ? inView(press, botContext)
      : replyBeside(press, place, language, botContext);
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () =>
      refuse(refused, reply, messages, botContext),
    ),
  );
  return null;

  function inView({ triggerId, surface }: Press, { delivery }: BotContext) {
    return {
      async say(card: Card): Promise<void> {
        const view = renderModal(asModal(card, 'Leadbell', messages), renderOptions(messages));
        await (surface === 'home' ? delivery.openView(triggerId, view) : delivery.pushView(triggerId, view));
      },
    };
  }
}
