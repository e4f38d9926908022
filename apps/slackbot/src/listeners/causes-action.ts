/** *All causes* of a summary of alerts: opened from its message; in it another page, and what is done to one of the alerts. */
import type { App, BlockAction } from '@slack/bolt';
import {
  type CausesWish,
  causesView,
  type CauseWish,
  noCausesView,
  readCausesWish,
  readCauseWish,
} from '../alerts/causes-view.ts';
import { errorName } from '../alerts/title.ts';
import type { Language, Messages } from '../locales/index.ts';
import { alertFormOf } from '../modals/alert-form.ts';
import type { ModalCard } from '../slack/card.ts';
import { renderForm } from '../slack/form.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { withFailuresSaid } from './conversation.ts';
import { takePress } from './on-press.ts';
import type { Press } from './press.ts';
import { answerStale } from './press-reply.ts';
import { languageOfBlock, languageOfPress, messagesFor } from './shell.ts';
import type { Shell } from './shell.ts';
import { showModal } from './show-modal.ts';

/** Two presses within this are one: the second modal would lie on the first. */
const doublePressMs = 2_000;
const hourMs = 3_600_000;
const silenceMs = { 'silence-2h': 2 * hourMs, 'silence-day': 24 * hourMs } as const;

export function listenToCausesActions(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.causes), async (pressed) => {
    const press = await takePress(pressed, shell);
    if (press === null) return;
    const { user } = pressed.body;
    const { viewId } = press;
    if (viewId === null && !shell.seen.first(`causes ${user.id} ${press.container}`, doublePressMs)) return;
    const language = viewId === null ? await languageOfPress(press, shell) : languageOfBlock(press.blockId, shell);
    const wish = readCausesWish(press.value);
    if (wish !== null) await show(press, language, shell, () => view(wish, messagesFor(language), shell));
    else if (press.place !== null) await answerStale(press, press.place, language, shell);
  });

  app.action<BlockAction>(actionPattern(actionIds.cause), async (pressed) => {
    const press = await takePress(pressed, shell);
    const wish = press === null ? null : readCauseWish(press.value);
    if (press?.viewId == null || wish === null) return;
    const language = languageOfBlock(press.blockId, shell);
    const user = pressed.body.user.id;
    if (wish.verb === 'assign-to') await openForm(press, wish, { language, user }, shell);
    else
      await show(press, language, shell, async () => {
        const messages = messagesFor(language);
        await act(wish, user, messages, shell);
        return view(wish, messages, shell);
      });
  });
}

async function show(press: Press, language: Language, shell: Shell, work: () => Promise<ModalCard>): Promise<void> {
  const messages = messagesFor(language);
  const modal = {
    press,
    language,
    how: press.viewId === null ? 'open' : 'here',
    title: messages.alerts.summary.allCauses,
    command: 'causes',
    ask: { command: 'alerts', filters: {}, page: 0, share: false },
    tryAgain: {
      kind: 'button',
      action: actionIds.causes,
      // What was done is done: only the list is shown again.
      value: press.value.split(' ').slice(-2).join(' '),
      label: messages.shell.tryAgain,
      style: 'primary',
    },
  } as const;
  await shell.turns.run(null, (turn) => showModal(modal, turn, shell, work));
}

async function view(wish: CausesWish, messages: Messages, { alerts, zone }: Shell): Promise<ModalCard> {
  const found = await alerts.causes(wish.summary);
  if (found === null) return noCausesView(messages);
  return causesView(found.causes, wish, { messages, zone, errorTexts: found.errorTexts });
}

/** Done to an alert of this summary alone, as it stands. */
async function act(wish: CauseWish, user: string, messages: Messages, { alerts, log }: Shell): Promise<void> {
  const { verb, alert: id, summary } = wish;
  const found = await alerts.causes(summary);
  const alert = found?.causes.alerts.find((one) => one.id === id);
  if (found === null || alert === undefined || verb === 'assign-to') return;
  if (verb === 'silence-2h' || verb === 'silence-day') {
    const { rule, group } = alert;
    const cause = { rule, group, name: errorName(group, messages, found.errorTexts) };
    if (!found.causes.silencedUntil.has(id)) await alerts.silence({ cause }, silenceMs[verb], '', user);
  } else await alerts.act(id, verb, user);
  log.info({ alert: id, verb }, 'alert.deed');
}

async function openForm(
  press: Press,
  { alert: id, summary }: CauseWish,
  { language, user }: { readonly language: Language; readonly user: string },
  shell: Shell,
): Promise<void> {
  const messages = messagesFor(language);
  const found = await shell.alerts.causes(summary);
  const alert = found?.causes.alerts.find((one) => one.id === id);
  if (found === null || alert === undefined) return;
  const about = { what: 'assign', id, channel: found.causes.channel, tag: language } as const;
  const form = renderForm(alertFormOf(about, alert.state.owner ?? user, messages), messages.direction);
  const reply = { isInPlace: false, say: () => Promise.resolve() };
  await shell.turns.run(null, (turn) =>
    withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
      await shell.delivery.pushView(press.triggerId, form);
    }),
  );
}
