/** What every press goes through: acknowledged, taken once; in a message also read, and answered in its language. What can't be read is of an old message, and is told so. */
import type { Language } from '@leadbell/i18n';
import type { App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Given, BotContext } from './contract.ts';
import { takeAct } from './inbox/take.ts';
import type { Messages } from '../words/index.ts';
import type { Place } from '@leadbell/slack-kit';
import { acknowledge } from './acknowledge.ts';
import { type ActionId, actionPattern } from '../cards/action-ids.ts';
import { type Press, readPress } from './press.ts';
import { answerStale, pressAddress, rememberMs } from './press-reply.ts';
import { languageOfBlock, languageOfPress, messagesFor } from './bot-context.ts';

export interface Pressed<T> {
  readonly press: Press;
  readonly place: Place;
  readonly language: Language;
  readonly messages: Messages;
  readonly request: T;
}

export interface PressListener<T> {
  readonly actions: readonly ActionId[];
  /** Null for what is not ours. */
  readonly read: (value: string) => T | null;
  /** Of what is answered: the presser's, unless it goes on in the message's own. */
  readonly inLanguageOf?: 'presser' | 'message';
  /** Beside the message that was pressed, even where that could be replaced. */
  readonly isBeside?: boolean;
  /** What is only read: acts go their own way, see `inbox/`. */
  readonly handle: (pressed: Pressed<T>) => Promise<void>;
}

/** Acknowledged, read and taken once, in a message or in a view. Null: there is nothing to do. */
export async function takePress(
  { ack, body }: Pick<SlackActionMiddlewareArgs<BlockAction>, 'ack' | 'body'>,
  botContext: BotContext,
): Promise<Press | null> {
  await acknowledge(ack, botContext);
  const press = readPress(body);
  return press !== null && botContext.deduplicator.first(press.key, rememberMs) ? press : null;
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

/** False: it is only read, and nothing was done yet. */
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

/** What can't be read here is acknowledged, and fails where that is said. */
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
