/**
 * Publishes a person's Home tab. Effects: calls Slack, uses the store, and reads the DMS. Errors:
 * those of Slack and the store. If a newer tab was published meanwhile, this one is dropped.
 */
import { shortHash } from '@leadbell/domain';
import type { Home } from '@leadbell/store';
import { type Card, renderHome, slackProblem } from '@leadbell/slack-kit';
import { placeMetadata } from '../../cards/answer-modal.ts';
import { refusalCard } from '../../cards/refusal.ts';
import { dotted, words } from '../../cards/text.ts';
import { answerContext, messagesFor, renderOptions } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import type { Messages } from '../../words/index.ts';
import { homeCard } from './home-card.ts';
import { homeFacts } from './home-facts.ts';

/** People who look in the same minute share one request to the DMS. */
const maxAgeMs = 45_000;

export interface Publishing {
  readonly home: Home;
  /** Whether the person has just opened Home. If so, the tab is published even if it has not changed. */
  readonly isOpening: boolean;
  readonly signal: AbortSignal;
}

/** Returns the words of the language that the person has chosen, or else of the business's language. */
export async function messagesOf(user: string, { people, language }: BotContext): Promise<Messages> {
  return messagesFor((await people.language(user)) ?? language);
}

export async function publishHome({ home, isOpening, signal }: Publishing, botContext: BotContext): Promise<void> {
  const { user, channel } = home;
  const messages = await messagesOf(user, botContext);
  const { card, status } = await shownFor({ home, signal }, botContext);
  // The status says how long ago the DMS was read, so only a change of its symbol counts as a
  // change.
  const content = shortHash(JSON.stringify([messages.tag, card.parts, /^\S+/.exec(status ?? '')?.[0] ?? '']));
  if (!isOpening && content === home.content) return;
  const at = messages.formats.status.time(botContext.now(), botContext.zone);
  const dated: Card = {
    ...card,
    parts: [
      ...card.parts,
      { kind: 'note', text: dotted([words(messages.home.updated(at)), status === null ? null : words(status)]) },
    ],
  };
  const view = renderHome(dated, placeMetadata(channel ?? ''), renderOptions(messages));
  try {
    const hash = await botContext.delivery.publishView(user, view, isOpening ? null : home.hash);
    await botContext.homes.published(user, { hash, content });
  } catch (error) {
    if (slackProblem(error)?.code !== 'hash_conflict') throw error;
    botContext.log.info({}, 'home.newer');
  }
}

interface HomeShown {
  readonly card: Card;
  /** A line about Leadbell's own condition. */
  readonly status: string | null;
}

async function shownFor({ home, signal }: Omit<Publishing, 'isOpening'>, botContext: BotContext): Promise<HomeShown> {
  const { user, channel, isFirst } = home;
  const messages = await messagesOf(user, botContext);
  const decision = await botContext.gate.decidePatiently(user, 'see lists');
  if (!decision.isAllowed) return { card: refusalCard(decision.refusal, messages), status: null };
  const { scope, kind } = decision;
  const query = { command: 'today', share: false };
  const place = { channel: channel ?? '', user };
  const context = answerContext({ query, messages, signal, place, scope, kind, maxAgeMs }, botContext);
  const facts = await homeFacts(user, context, botContext);
  return { card: homeCard(facts, isFirst, context), status: facts.status };
}
