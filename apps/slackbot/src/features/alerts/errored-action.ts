/** Handles *View errors* of an alert and, in its modal, the choice of a group and a page. */
import type { App, BlockAction } from '@slack/bolt';
import { type ErroredReading, readErrored } from './errored-leads.ts';
import { alertErrorsView, type ErroredRequest, noErrorsView, readErroredRequest } from './errored-view.ts';
import type { Messages } from '../../words/index.ts';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { answerStale } from '../../bot/press-reply.ts';
import { contextWithin, languageOfBlock, languageOfPress, messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { showModal } from '../../bot/show-modal.ts';

/** A second press within this time is ignored, because its modal would cover the first modal. */
const doublePressMs = 2_000;

export function listenToErroredActions(app: App, botContext: BotContext): void {
  app.action<BlockAction>(actionPattern(actionIds.errored), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, botContext);
    if (press === null) return;
    const { viewId } = press;
    if (viewId === null && !botContext.deduplicator.first(`errored ${body.user.id} ${press.container}`, doublePressMs))
      return;
    // A modal keeps its language; a press in a channel is answered in the person's own language.
    const language =
      viewId === null ? await languageOfPress(press, botContext) : languageOfBlock(press.blockId, botContext);
    const request = readErroredRequest(press.value);
    if (request === null) {
      if (press.place !== null) await answerStale(press, press.place, language, botContext);
      return;
    }
    const messages = messagesFor(language);
    const modal = {
      press,
      language,
      how: viewId === null ? 'open' : 'here',
      title: messages.alerts.number(request.id),
      command: 'errored',
      query: { command: 'alerts', id: String(request.id), filters: {}, page: 0, share: false },
      tryAgain: {
        kind: 'button',
        action: actionIds.errored,
        value: press.value,
        label: messages.bot.tryAgain,
        style: 'primary',
      },
    } as const;
    // If a person chooses again before the answer, only the latest choice is shown.
    const key = viewId === null ? null : `${body.user.id} ${viewId}`;
    await botContext.inFlight.run(key, (turn) =>
      showModal(modal, turn, botContext, () =>
        view(
          request,
          messages,
          { signal: turn.signal, scope: press.scope, forgotten: botContext.forgotten },
          contextWithin(press.scope, botContext),
        ),
      ),
    );
  });
}

async function view(
  request: ErroredRequest,
  messages: Messages,
  reading: ErroredReading,
  { alerts, leadsApi, zone }: BotContext,
) {
  const found = await alerts.find(request.id);
  if (found === null) return noErrorsView(request.id, messages.alerts.gone, messages);
  const errored = await readErrored(found, leadsApi, reading);
  return alertErrorsView({ ...found, found: errored }, request, messages, zone);
}
