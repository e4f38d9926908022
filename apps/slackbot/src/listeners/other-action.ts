/** Any other button, from a message of an older version: acknowledged, and told to ask again. */
import type { App, BlockAction } from '@slack/bolt';
import { acknowledge } from './acknowledge.ts';
import { actionIds } from './action-ids.ts';
import { readPress } from './press.ts';
import { answerStale, rememberMs } from './press-reply.ts';
import { languageOfBlock } from './shell.ts';
import type { Shell } from './shell.ts';

const known = Object.values(actionIds)
  .map((id) => RegExp.escape(id))
  .join('|');

export function listenToOtherActions(app: App, shell: Shell): void {
  app.action<BlockAction>(new RegExp(`^(?!(?:${known})(?::\\d+)?$)`), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press?.place == null || !shell.seen.first(press.key, rememberMs)) return;
    await answerStale(press, press.place, languageOfBlock(press.blockId, shell), shell);
  });
}
