/**
 * Handles *Open*: shows one lead in a modal, above the list if the list is a modal too. Also handles *More* in that
 * modal.
 */
import type { App, BlockAction } from '@slack/bolt';
import { decodeOpen, encodeOpen } from '../../queries/query-codec.ts';
import { leadView } from './lead.ts';
import { actionIds, actionPattern, erroredViewName, readActionId } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { answerStale } from '../../bot/press-reply.ts';
import { answerContext, languageOfBlock, messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { showModal } from '../../bot/show-modal.ts';

/** A second press within this time is ignored, because its modal would cover the first modal. */
const doublePressMs = 2_000;

/** A modal belongs to no channel. */
const nowhere = '';

export function listenToOpenAction(app: App, botContext: BotContext): void {
  app.action<BlockAction>(actionPattern(actionIds.open, actionIds.more), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, botContext);
    if (press === null) return;
    if (!botContext.deduplicator.first(`open ${body.user.id} ${press.container} ${press.value}`, doublePressMs)) return;
    const language = languageOfBlock(press.blockId, botContext);
    const open = decodeOpen(press.value);
    if (open === null) {
      if (press.place !== null) await answerStale(press, press.place, language, botContext);
      return;
    }
    const messages = messagesFor(language);
    const isMore = readActionId(press.actionId) === actionIds.more;
    const isListed = press.viewName === erroredViewName || press.surface === 'answer';
    const how = press.viewId === null || press.surface === 'home' ? 'open' : isListed && !isMore ? 'push' : 'here';
    const key = how === 'here' ? `${body.user.id} ${press.viewId}` : null;
    const tryAgain = {
      kind: 'button',
      action: isMore ? actionIds.more : actionIds.open,
      value: encodeOpen({ ...open, query: { ...open.query, fresh: true } }),
      label: messages.bot.tryAgain,
      style: 'primary',
    } as const;
    const request = {
      press,
      language,
      how,
      title: messages.lead.untitled,
      command: 'open',
      query: open.query,
      tryAgain,
    } as const;
    await botContext.inFlight.run(key, (turn) =>
      showModal(request, turn, botContext, () =>
        leadView(
          { ...open, isMore },
          answerContext(
            {
              query: { ...open.query, share: false },
              messages,
              signal: turn.signal,
              place: press.place ?? { channel: nowhere, user: press.user },
              scope: press.scope,
              kind: press.kind,
            },
            botContext,
          ),
        ),
      ),
    );
  });
}
