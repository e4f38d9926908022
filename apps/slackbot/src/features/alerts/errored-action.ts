/** *View errors* of an alert, in its message; and in the modal: another group of errors, another page. */
import type { App, BlockAction } from '@slack/bolt';
import { readErrored } from './errored-leads.ts';
import { alertErrorsView, type ErroredWish, noErrorsView, readErroredWish } from './errored-view.ts';
import type { Messages } from '../../words/index.ts';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { takePress } from '../../bot/on-press.ts';
import { answerStale } from '../../bot/press-reply.ts';
import { languageOfBlock, languageOfPress, messagesFor } from '../../bot/shell.ts';
import type { Shell } from '../../bot/contract.ts';
import { showModal } from '../../bot/show-modal.ts';

/** Two presses within this are one: the second modal would lie on the first. */
const doublePressMs = 2_000;

export function listenToErroredActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.errored), async (pressed) => {
    const { body } = pressed;
    const press = await takePress(pressed, shell);
    if (press === null) return;
    const { viewId } = press;
    if (viewId === null && !shell.deduplicator.first(`errored ${body.user.id} ${press.container}`, doublePressMs))
      return;
    // A modal goes on in its language; a channel's message is answered in the presser's.
    const language = viewId === null ? await languageOfPress(press, shell) : languageOfBlock(press.blockId, shell);
    const wish = readErroredWish(press.value);
    if (wish === null) {
      if (press.place !== null) await answerStale(press, press.place, language, shell);
      return;
    }
    const messages = messagesFor(language);
    const modal = {
      press,
      language,
      how: viewId === null ? 'open' : 'here',
      title: messages.alerts.number(wish.id),
      command: 'errored',
      query: { command: 'alerts', id: String(wish.id), filters: {}, page: 0, share: false },
      tryAgain: {
        kind: 'button',
        action: actionIds.errored,
        value: press.value,
        label: messages.shell.tryAgain,
        style: 'primary',
      },
    } as const;
    // The latest choice counts.
    const key = viewId === null ? null : `${body.user.id} ${viewId}`;
    await shell.inFlight.run(key, (turn) =>
      showModal(modal, turn, shell, () => view(wish, messages, turn.signal, shell)),
    );
  });
}

async function view(wish: ErroredWish, messages: Messages, signal: AbortSignal, { alerts, leadsApi, zone }: Shell) {
  const found = await alerts.find(wish.id);
  if (found === null) return noErrorsView(wish.id, messages.alerts.gone, messages);
  const errored = await readErrored(found, leadsApi, signal);
  return alertErrorsView(found, errored, wish, messages, zone);
}
