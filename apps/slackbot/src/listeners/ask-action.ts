/** Buttons and selects that ask: help's, a suggestion, paging, filters, *Refresh*, *Try again*. */
import type { App, BlockAction } from '@slack/bolt';
import { decodeAsk } from '../commands/index.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { answerWish } from './conversation.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { languageOfPress } from './shell.ts';
import type { Shell } from './shell.ts';

/** Two presses within this are one: in a channel's message each would be answered. */
const doublePressMs = 2_000;
/** What is posted twice cannot be taken back. */
const doubleShareMs = 5_000;

export function listenToAskActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.ask, actionIds.filter), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    const language = await languageOfPress(press, shell);
    const ask = decodeAsk(press.value);
    if (ask === null) {
      await answerStale(press, place, language, shell);
      return;
    }
    const { isEphemeral, container, value } = press;
    if (ask.share && !shell.seen.first(`share ${place.user} ${container} ${value}`, doubleShareMs)) return;
    if (!isEphemeral && !shell.seen.first(`ask ${place.user} ${container} ${value}`, doublePressMs)) return;
    const reply = replyTo(press, place, language, shell);
    // The latest press on one's own message counts; on a channel's each gets an answer of its own. What is being posted can't be superseded.
    const key = isEphemeral && !ask.share ? `${place.user} ${container}` : null;
    await shell.turns.run(key, (turn) => answerWish({ ask, language, reply, place }, turn, shell));
  });
}
