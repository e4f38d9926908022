/**
 * Takes in every act: stores it, acknowledges it, and then performs it. An act that cannot be stored in time is refused
 * with a message. Never rejects.
 */
import { sentenceCard } from '../../cards/sentence.ts';
import { acknowledge } from '../acknowledge.ts';
import { withFailuresSaid } from '../conversation.ts';
import { type Refused, refuse } from '../refuse.ts';
import { createReply } from '../reply.ts';
import { messagesFor, rendersIn } from '../bot-context.ts';
import type { Given, BotContext, StoredAct } from '../contract.ts';
import { performAct } from './perform.ts';

/** The way in which an act arrived, and where to reply. */
export interface Delivered extends Omit<StoredAct, keyof Given> {
  /** The key of Slack's event; only redeliveries of the same event have equal keys. */
  readonly key: string;
  /** The state of the message or form: equal presses on different states are different acts. Null for a typed act. */
  readonly state: string | null;
}

/** Two presses closer together than this, in milliseconds, are taken for a double click. */
const doublePressMs = 1_500;

export interface Acknowledging {
  readonly accept: () => Promise<void>;
  /** Shows the refusal in a form, which stays open; if absent, the refusal is sent as a message. */
  readonly refuse?: () => Promise<void>;
}

export async function takeAct(
  { name, what }: Given,
  { key, state, ...how }: Delivered,
  { accept, refuse }: Acknowledging,
  botContext: BotContext,
): Promise<void> {
  const act = botContext.registry.findAct(name);
  const read = act?.read(what) ?? null;
  if (act === null || read === null) return acknowledge(accept, botContext);
  const stored: StoredAct = { name, what, ...how };
  const [needed] = act.needs(read);
  const refused = needed === undefined ? null : await botContext.gate.refuseFirst(how.place.user, needed);
  if (refused !== null) {
    // Neither the act nor its typed text is stored.
    await acknowledge(accept, botContext);
    return sayRefused(refused, stored, botContext);
  }
  const repeats = act.repeats(read);
  const object = act.object(read, how.place);
  const who = repeats === 'anybody' ? '' : how.place.user;
  const taken = await botContext.inbox.take({
    workspace: botContext.workspace,
    key,
    object,
    same: JSON.stringify([who, act.verb(read), object, repeats === null ? (state ?? '') : '']),
    merges: repeats === null ? 'latest' : 'always',
    body: stored,
  });
  await acknowledge(taken.kind === 'refused' ? (refuse ?? accept) : accept, botContext);
  botContext.log.debug({ act: name, taken: taken.kind }, 'act.taken');
  if (taken.kind === 'new') await performAct({ held: taken.act, stored, marked: null }, botContext);
  if (taken.kind === 'refused' && refuse === undefined) await saySentence('notWritten', stored, botContext);
  // Explain why nothing more happens, unless the same person clicked twice by mistake. No one types a command twice by
  // mistake.
  if (taken.kind === 'merged' && (state === null || repeats === 'anybody' || taken.ageMs > doublePressMs))
    await saySentence('once', stored, botContext);
}

async function sayRefused(
  decision: Refused['decision'],
  { name, place, language, address }: StoredAct,
  botContext: BotContext,
): Promise<void> {
  const messages = messagesFor(language);
  const reply = createReply({ ...botContext, ...rendersIn(messages, botContext), address });
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () =>
      refuse({ decision, action: name, ...place }, reply, messages, botContext),
    ),
  );
}

async function saySentence(which: 'notWritten' | 'once', { address, language }: StoredAct, botContext: BotContext) {
  const messages = messagesFor(language);
  const card = sentenceCard(messages.acts[which], messages);
  const reply = createReply({ ...botContext, ...rendersIn(messages, botContext), address });
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () => reply.say(card)),
  );
}
