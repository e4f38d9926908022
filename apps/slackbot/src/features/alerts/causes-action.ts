/**
 * Handles *All causes* of a summary of alerts: opening the list, paging, and the actions on one of
 * its alerts.
 */
import type { Language } from '@leadbell/i18n';
import type { App, BlockAction } from '@slack/bolt';
import {
  type CausesRequest,
  causesView,
  type CauseRequest,
  noCausesView,
  readCausesRequest,
  readCauseRequest,
} from './causes-view.ts';
import { takeAct } from '../../bot/inbox/take.ts';
import type { Messages } from '../../words/index.ts';
import { alertFormOf } from './alert-form.ts';
import { formStateOf } from './form-state.ts';
import { type ModalCard, type Place, renderForm } from '@leadbell/slack-kit';
import { acknowledge } from '../../bot/acknowledge.ts';
import { actionIds, actionPattern } from '../../cards/action-ids.ts';
import { withFailuresSaid } from '../../bot/conversation.ts';
import { takePress } from '../../bot/on-press.ts';
import { type AllowedPress, readPress } from '../../bot/press.ts';
import { answerStale, replyBeside } from '../../bot/press-reply.ts';
import { addressOf } from '../../bot/reply.ts';
import { contextWithin, languageOfBlock, languageOfPress, messagesFor } from '../../bot/bot-context.ts';
import type { BotContext } from '../../bot/contract.ts';
import { showModal } from '../../bot/show-modal.ts';

/** A second press within this time is ignored, because its modal would cover the first modal. */
const doublePressMs = 2_000;

export function listenToCausesActions(app: App, botContext: BotContext): void {
  app.action<BlockAction>(actionPattern(actionIds.causes), async (action) => {
    const press = await takePress(action, botContext);
    if (press === null) return;
    const { user } = action.body;
    const { viewId } = press;
    if (viewId === null && !botContext.deduplicator.first(`causes ${user.id} ${press.container}`, doublePressMs))
      return;
    const language =
      viewId === null ? await languageOfPress(press, botContext) : languageOfBlock(press.blockId, botContext);
    const request = readCausesRequest(press.value);
    if (request !== null) await show(press, request, language, botContext);
    else if (press.place !== null) await answerStale(press, press.place, language, botContext);
  });

  app.action<BlockAction>(actionPattern(actionIds.cause), async (action) => {
    const { ack, body } = action;
    const read = readPress(body);
    const request = read === null ? null : readCauseRequest(read.value);
    if (read?.viewId == null || request === null) return acknowledge(ack, botContext);
    const language = languageOfBlock(read.blockId, botContext);
    // The list does not know the channel of the summary, so replies go to the person who pressed.
    const place = { channel: read.user, user: read.user };
    if (request.verb === 'assign-to') {
      const press = await takePress(action, botContext);
      return press === null ? undefined : openForm(press, request, { language, place }, botContext);
    }
    await takeAct(
      { name: 'cause', what: read.value },
      {
        key: read.key,
        state: read.state,
        place,
        address: addressOf(null, place, 'new', botContext),
        language,
        asChosen: false,
      },
      { accept: ack },
      botContext,
    );
    // If the gate refuses, no reply is needed here: the act has already replied and recorded the refusal.
    const decision = await botContext.gate.decide(read.user, 'act on alerts');
    if (decision.isAllowed) await show({ ...read, ...decision }, request, language, botContext);
  });
}

async function show(
  press: AllowedPress,
  list: CausesRequest,
  language: Language,
  botContext: BotContext,
): Promise<void> {
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
      // The act is already done when the list loads, so *Try again* only shows the list.
      value: `${list.summary} ${list.page}`,
      label: messages.bot.tryAgain,
      style: 'primary',
    },
  } as const;
  await botContext.inFlight.run(null, (turn) =>
    showModal(modal, turn, botContext, () => view(list, messages, contextWithin(press.scope, botContext))),
  );
}

async function view(request: CausesRequest, messages: Messages, { alerts, zone }: BotContext): Promise<ModalCard> {
  const found = await alerts.causes(request.summary);
  if (found === null) return noCausesView(messages);
  return causesView(found.causes, request, { messages, zone, errorTexts: found.errorTexts });
}

async function openForm(
  press: AllowedPress,
  { alert: id, summary }: CauseRequest,
  { language, place }: { readonly language: Language; readonly place: Place },
  botContext: BotContext,
): Promise<void> {
  const messages = messagesFor(language);
  const found = await contextWithin(press.scope, botContext).alerts.causes(summary);
  const alert = found?.causes.alerts.find((one) => one.id === id);
  if (found === null || alert === undefined) return;
  const about = { what: 'assign', id, channel: found.causes.channel, tag: language } as const;
  const state = await formStateOf(alert, place.user, contextWithin(press.scope, botContext));
  const form = renderForm(
    alertFormOf(about, { ...state, owner: state.owner ?? place.user }, messages),
    messages.direction,
  );
  const reply = replyBeside(press, { ...place, channel: found.causes.channel }, language, botContext);
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
      await botContext.delivery.pushView(press.triggerId, form);
    }),
  );
}
