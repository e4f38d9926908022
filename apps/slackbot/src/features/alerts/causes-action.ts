/** *All causes* of a summary of alerts: opened from its message; in it another page, and what is done to one of the alerts. */
import type { Language } from '@leadbell/i18n';
import type { App, BlockAction } from '@slack/bolt';
import {
  type CausesWish,
  causesView,
  type CauseWish,
  noCausesView,
  readCausesWish,
  readCauseWish,
} from './causes-view.ts';
import { takeAct } from '../../bot/inbox/take.ts';
import type { Messages } from '../../words/index.ts';
import { alertFormOf } from './alert-form.ts';
import { type ModalCard, type Place, renderForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { takePress } from '../../bot/on-press.ts';
import { type Press, readPress } from '../../bot/press.ts';
import { answerStale, replyTo } from '../../bot/press-reply.ts';
import { addressOf } from '../../bot/reply.ts';
import { languageOfBlock, languageOfPress, messagesFor } from '../../bot/shell.ts';
import type { Shell } from '../../bot/contract.ts';
import { showModal } from '../../bot/show-modal.ts';

/** Two presses within this are one: the second modal would lie on the first. */
const doublePressMs = 2_000;

export function listenToCausesActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.causes), async (action) => {
    const press = await takePress(action, shell);
    if (press === null) return;
    const { user } = action.body;
    const { viewId } = press;
    if (viewId === null && !shell.deduplicator.first(`causes ${user.id} ${press.container}`, doublePressMs)) return;
    const language = viewId === null ? await languageOfPress(press, shell) : languageOfBlock(press.blockId, shell);
    const wish = readCausesWish(press.value);
    if (wish !== null) await show(press, wish, language, shell);
    else if (press.place !== null) await answerStale(press, press.place, language, shell);
  });

  app.action<BlockAction>(actionPattern(actionIds.cause), async ({ ack, body }) => {
    const press = readPress(body);
    const wish = press === null ? null : readCauseWish(press.value);
    if (press?.viewId == null || wish === null) return acknowledge(ack, shell);
    const language = languageOfBlock(press.blockId, shell);
    // The list does not say where its summary is; whoever pressed can be reached directly in any case.
    const place = { channel: body.user.id, user: body.user.id };
    if (wish.verb === 'assign-to') {
      await acknowledge(ack, shell);
      return openForm(press, wish, { language, place }, shell);
    }
    await takeAct(
      { name: 'cause', what: press.value },
      {
        key: press.key,
        state: press.state,
        place,
        address: addressOf(null, place, 'new', shell),
        language,
        asChosen: false,
      },
      { accept: ack },
      shell,
    );
    await show(press, wish, language, shell);
  });
}

async function show(press: Press, list: CausesWish, language: Language, shell: Shell): Promise<void> {
  const messages = messagesFor(language);
  const modal = {
    press,
    language,
    how: press.viewId === null ? 'open' : 'here',
    title: messages.alerts.summary.allCauses,
    command: 'causes',
    query: { command: 'alerts', filters: {}, page: 0, share: false },
    tryAgain: {
      kind: 'button',
      action: actionIds.causes,
      // What was done is done: only the list is shown again.
      value: `${list.summary} ${list.page}`,
      label: messages.shell.tryAgain,
      style: 'primary',
    },
  } as const;
  await shell.inFlight.run(null, (turn) => showModal(modal, turn, shell, () => view(list, messages, shell)));
}

async function view(wish: CausesWish, messages: Messages, { alerts, zone }: Shell): Promise<ModalCard> {
  const found = await alerts.causes(wish.summary);
  if (found === null) return noCausesView(messages);
  return causesView(found.causes, wish, { messages, zone, errorTexts: found.errorTexts });
}

async function openForm(
  press: Press,
  { alert: id, summary }: CauseWish,
  { language, place }: { readonly language: Language; readonly place: Place },
  shell: Shell,
): Promise<void> {
  const messages = messagesFor(language);
  const found = await shell.alerts.causes(summary);
  const alert = found?.causes.alerts.find((one) => one.id === id);
  if (found === null || alert === undefined) return;
  const about = { what: 'assign', id, channel: found.causes.channel, tag: language } as const;
  const form = renderForm(alertFormOf(about, alert.state.owner ?? place.user, messages), messages.direction);
  const reply = replyTo(press, { ...place, channel: found.causes.channel }, language, shell, true);
  await shell.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, shell, async () => {
      await shell.delivery.pushView(press.triggerId, form);
    }),
  );
}
