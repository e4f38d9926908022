/** Buttons and selects that ask: help's, a suggestion, paging, filters, *Refresh*, *Try again*. */
import type { App, BlockAction } from '@slack/bolt';
import { decodeAsk } from '../commands/index.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { answerWish } from './conversation.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { languageOfBlock } from './shell.ts';
import type { Shell } from './shell.ts';

export function listenToAskActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.ask, actionIds.filter), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    const language = languageOfBlock(press.blockId, shell);
    const ask = decodeAsk(press.value);
    if (ask === null) {
      await answerStale(press, place, language, shell);
      return;
    }
    const reply = replyTo(press, place, language, shell);
    // The latest press on one's own message counts; on a channel's each gets an answer of its own.
    const key = press.isEphemeral ? `${place.user} ${press.container}` : null;
    await shell.turns.run(key, (turn) => answerWish({ ask, language, reply, place }, turn, shell));
  });
}
