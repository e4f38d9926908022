/** *Share*: the same question, answered to the channel with everything masked. */
import type { App, BlockAction } from '@slack/bolt';
import { decodeAsk } from '../commands/index.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { answerWish } from './conversation.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { languageOfBlock } from './shell.ts';
import type { Shell } from './shell.ts';

/** Two presses within this are one: what is posted twice cannot be taken back. */
const doublePressMs = 5_000;

export function listenToShareAction(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.share), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    const { place } = press;
    if (!shell.seen.first(`share ${place.user} ${press.container} ${press.value}`, doublePressMs)) return;
    const language = languageOfBlock(press.blockId, shell);
    const ask = decodeAsk(press.value);
    if (ask === null) {
      await answerStale(press, place, language, shell);
      return;
    }
    // Beside the answer, which stays: it is what was shared.
    const reply = replyTo(press, place, language, shell, true);
    await shell.turns.run(null, (turn) =>
      answerWish({ ask: { ...ask, share: true }, language, reply, place }, turn, shell),
    );
  });
}
