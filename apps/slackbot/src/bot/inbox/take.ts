/** What every act goes through: written, then acknowledged, then done. One that can't be written in time is refused in words. Never rejects. */
import { sentenceCard } from '../../cards/sentence.ts';
import { acknowledge } from '../acknowledge.ts';
import { withFailuresSaid } from '../conversation.ts';
import { createReply } from '../reply.ts';
import { messagesFor, renderOptions } from '../bot-context.ts';
import type { Given, BotContext, StoredAct } from '../contract.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { performAct } from './perform.ts';

/** How an act came, and where it is answered. */
export interface Delivered extends Omit<StoredAct, keyof Given> {
  /** The same when Slack delivers it again, and only then. */
  readonly key: string;
  /** Of the message or the form: equal presses on another state are other acts. */
  readonly state: string;
}

/** Less than this between two presses is one press. */
const doublePressMs = 1_500;

export interface Acknowledging {
  readonly accept: () => Promise<void>;
  /** How a form says that it was refused, and stays; absent: it is said in words, beside. */
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
  const repeats = act.repeats(read);
  const object = act.object(read, how.place);
  const who = repeats === 'anybody' ? '' : how.place.user;
  const taken = await botContext.inbox.take({
    workspace: botContext.workspace,
    key,
    object,
    same: JSON.stringify([who, act.verb(read), object, repeats === null ? state : '']),
    merges: repeats === null ? 'latest' : 'always',
    body: stored,
  });
  await acknowledge(taken.kind === 'refused' ? (refuse ?? accept) : accept, botContext);
  botContext.log.debug({ act: name, taken: taken.kind }, 'act.taken');
  if (taken.kind === 'new') await performAct({ held: taken.act, stored, marked: null }, botContext);
  if (taken.kind === 'refused' && refuse === undefined) await saySentence('notWritten', stored, botContext);
  // Of two people who press at once, the second must hear why nothing more comes.
  if (taken.kind === 'merged' && (repeats === 'anybody' || taken.ageMs > doublePressMs))
    await saySentence('once', stored, botContext);
}

async function saySentence(which: 'notWritten' | 'once', { address, language }: StoredAct, botContext: BotContext) {
  const messages = messagesFor(language);
  const card = sentenceCard(messages.acts[which], messages);
  const reply = createReply({ ...botContext, render: (one) => renderMessage(one, renderOptions(messages)), address });
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, () => reply.say(card)),
  );
}
