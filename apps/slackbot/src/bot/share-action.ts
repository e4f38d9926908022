/** *Share*: the same question, answered to the channel with everything masked. An act: see `inbox/`. */
import type { App } from '@slack/bolt';
import { actionIds } from '../cards/action-ids.ts';
import { onPress } from './on-press.ts';
import { answerStale } from './press-reply.ts';
import type { Shell } from './contract.ts';

export function listenToShareAction(app: App, shell: Shell): void {
  onPress(app, shell, {
    actions: [actionIds.share],
    read: shell.registry.decodeQuery,
    inLanguageOf: 'message',
    // The answer stays: it is what was shared.
    isBeside: true,
    handle: ({ press, place, language }) => answerStale(press, place, language, shell),
  });
}
