/** *Share*: the same question, answered to the channel with everything masked. */
import type { App } from '@slack/bolt';
import { decodeAsk } from '../commands/index.ts';
import { actionIds } from './action-ids.ts';
import { answerWish } from './conversation.ts';
import { onPress } from './on-press.ts';
import { replyTo } from './press-reply.ts';
import type { Shell } from './shell.ts';

/** Two presses within this are one: what is posted twice cannot be taken back. */
const doublePressMs = 5_000;

export function listenToShareAction(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.share],
    read: decodeAsk,
    inLanguageOf: 'message',
    async handle({ press, place, language, wish: ask }) {
      if (!shell.seen.first(`share ${place.user} ${press.container} ${press.value}`, doublePressMs)) return;
      // Beside the answer, which stays: it is what was shared.
      const reply = replyTo(press, place, language, shell, true);
      await shell.turns.run(null, (turn) =>
        answerWish({ ask: { ...ask, share: true }, language, reply, place }, turn, shell),
      );
    },
  });
}
