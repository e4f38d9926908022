/** *Share*: the same question, answered to the channel with everything masked. An act: see `inbox/`. */
import type { App } from '@slack/bolt';
import { decodeAsk } from '../../commands/index.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { onPress } from '../../bot/on-press.ts';
import { answerStale } from '../../bot/press-reply.ts';
import type { Shell } from '../../bot/shell.ts';

export function listenToShareAction(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.share],
    read: decodeAsk,
    inLanguageOf: 'message',
    // The answer stays: it is what was shared.
    isBeside: true,
    handle: ({ press, place, language }) => answerStale(press, place, language, shell),
  });
}
