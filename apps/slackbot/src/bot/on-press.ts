/**
 * Handles every press: acknowledges and deduplicates the press, then answers it. If the value is unreadable, the
 * reply says that the message is out of date.
 */
import type { Language } from '@leadbell/i18n';
import type { App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Given, BotContext } from './contract.ts';
import { takeAct } from './inbox/take.ts';
import type { Messages } from '../words/index.ts';
import type { Place } from '@leadbell/slack-kit';
import { acknowledge } from './acknowledge.ts';
import { type ActionId, actionPattern } from '../cards/action-ids.ts';
import { type AllowedPress, type Press, readPress } from './press.ts';
import { admitPress } from './admit.ts';
import { answerStale, pressAddress, rememberMs } from './press-reply.ts';
import { languageOfBlock, languageOfPress, messagesFor } from './bot-context.ts';

export interface Pressed<T> {
  readonly press: AllowedPress;
  readonly place: Place;
  readonly language: Language;
  readonly messages: Messages;
  readonly request: T;
}

export interface PressListener<T> {
  readonly actions: readonly ActionId[];
  /** Parses the button's value; null if the value is not ours. */
  readonly read: (value: string) => T | null;
  /** The language of the answer: by default the presser's language, unless the answer replaces the message. */
  readonly inLanguageOf?: 'presser' | 'message';
  /** If set, the reply is a new message, even if the pressed message could be replaced. */
  readonly isBeside?: boolean;
  /** Handles a press that only reads. Acts take another path; see `inbox/`. */
  readonly handle: (pressed: Pressed<T>) => Promise<void>;
}

/**
 * Acknowledges, reads and deduplicates a press in a message or view, and asks the gate. Returns null if nothing is left
 * to do.
 */
export async function takePress(
  { ack, body }: Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>,
  botContext: BotContext,
): Promise<AllowedPress | null> {
  await acknowledge(ack, botContext);
  const press = readPress(body);
  if (press === null || !botContext.deduplicator.first(press.key, rememberMs)) return null;
  return admitPress(press, botContext);
}

export function onPress<T>(app: App, botContext: BotContext, listener: PressListener<T>): void {
  const { actions, read, inLanguageOf = 'presser', handle } = listener;
  app.action<BlockAction>(actionPattern(...actions), async (pressed) => {
    if (await takePressedAct(pressed, listener, botContext)) return;
    const press = await takePress(pressed, botContext);
    if (press?.place == null) return;
    const { place } = press;
    const language =
      inLanguageOf === 'presser'
        ? await languageOfPress(press, botContext)
        : languageOfBlock(press.blockId, botContext);
    const request = read(press.value);
    if (request === null) await answerStale(press, place, language, botContext);
    else await handle({ press, place, language, messages: messagesFor(language), request });
  });
}

/** Handles the press if it is an act; returns false if the press only reads. */
async function takePressedAct(
  { ack, body }: Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>,
  { inLanguageOf = 'presser', isBeside = false }: Pick<PressListener<unknown>, 'inLanguageOf' | 'isBeside'>,
  botContext: BotContext,
): Promise<boolean> {
  const found = actIn(body, botContext);
  if (found === null) return false;
  const { press, given, place } = found;
  const { key, state, isEphemeral } = press;
  await takeAct(
    given,
    {
      key,
      state,
      place,
      address: pressAddress(press, place, botContext, isBeside),
      language: languageOfBlock(press.blockId, botContext),
      asChosen: inLanguageOf === 'presser' && !isEphemeral,
    },
    { accept: ack },
    botContext,
  );
  return true;
}

/**
 * The act of the press; null if the press only reads. An error here is ignored, because the caller then treats the
 * press as a read, meets the same error, and reports it.
 */
function actIn(
  body: BlockAction,
  { registry }: BotContext,
): { readonly press: Press; readonly given: Given; readonly place: Place } | null {
  try {
    const press = readPress(body);
    const given = press === null ? null : registry.actOfPress(press.actionId, press.value);
    return press?.place == null || given === null ? null : { press, given, place: press.place };
  } catch {
    return null;
  }
}
