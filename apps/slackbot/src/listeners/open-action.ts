/** *Open*: one lead in a modal. A trigger lives 3 s, so the modal opens at once and is filled when the lead is there. */
import type { App, BlockAction } from '@slack/bolt';
import { failureCard, fetchingCard } from '../answers/notices.ts';
import { decodeOpen, encodeOpen } from '../commands/index.ts';
import { leadView } from '../modals/lead.ts';
import type { Language, Messages } from '../locales/index.ts';
import { errorFields } from '../log-error.ts';
import type { Card, ModalCard } from '../slack/card.ts';
import { slackProblem } from '../slack/errors.ts';
import { renderModal } from '../slack/render.ts';
import { acknowledge } from './acknowledge.ts';
import { actionIds, actionPattern } from './action-ids.ts';
import { failureOf, withFailuresSaid } from './conversation.ts';
import { readPress } from './press.ts';
import type { Press } from './press.ts';
import { answerStale, rememberMs, replyTo } from './press-reply.ts';
import { answerContext, languageOfBlock, messagesFor, renderOptions } from './shell.ts';
import type { Shell } from './shell.ts';
import { superseded } from './turns.ts';
import type { Turn } from './turns.ts';

/** Two presses within this are one: the second modal would lie on the first. */
const doublePressMs = 2_000;

/** A modal belongs to no channel. */
const nowhere = { channel: '', user: '' };

type Open = NonNullable<ReturnType<typeof decodeOpen>>;

export function listenToOpenAction(app: App, shell: Shell): void {
  app.action<BlockAction>(actionPattern(actionIds.open), async ({ ack, body }) => {
    await acknowledge(ack, shell);
    const press = readPress(body);
    if (press === null || !shell.seen.first(press.key, rememberMs)) return;
    if (!shell.seen.first(`open ${body.user.id} ${press.container} ${press.value}`, doublePressMs)) return;
    const language = languageOfBlock(press.blockId, shell);
    const open = decodeOpen(press.value);
    if (open === null) {
      if (press.place !== null) await answerStale(press, press.place, language, shell);
      return;
    }
    const key = press.viewId === null ? null : `${body.user.id} ${press.viewId}`;
    await shell.turns.run(key, (turn) => showLead(open, press, language, turn, shell));
  });
}

async function showLead(open: Open, press: Press, language: Language, turn: Turn, shell: Shell): Promise<void> {
  const messages = messagesFor(language);
  const viewId = await openLoading(press, language, turn, shell);
  if (viewId === null) return;
  const context = answerContext(shell, { ...open.ask, share: false }, messages, turn.signal, press.place ?? nowhere);
  let shown: ModalCard;
  try {
    shown = await leadView(open, context);
  } catch (error) {
    if (turn.signal.reason === superseded) return;
    const reference = shell.newReference();
    shown = troubleModal(failureOf(error, { ask: open.ask, reference, messages }), open, messages);
    shell.log.error({ reference, command: 'open', ...errorFields(error) }, 'failed');
  }
  await fill(viewId, shown, messages, shell);
}

/** The id of a modal that says that the lead is being fetched, or null when it could not be opened; that has been said. */
async function openLoading(press: Press, language: Language, turn: Turn, shell: Shell): Promise<string | null> {
  const messages = messagesFor(language);
  const loading = renderModal(asModal(fetchingCard(messages), messages), renderOptions(messages));
  if (press.viewId !== null) {
    await shell.delivery.updateView(press.viewId, loading).catch((error: unknown) => {
      shell.log.warn(errorFields(error), 'loading unsaid');
    });
    return press.viewId;
  }
  let viewId: string | null = null;
  const { place } = press;
  const reply = {
    isInPlace: false,
    say: async (card: Card) => (place === null ? undefined : replyTo(press, place, language, shell, true).say(card)),
  };
  await withFailuresSaid({ ask: null, messages, reply }, turn, shell, async () => {
    viewId = await shell.delivery.openView(press.triggerId, loading);
  });
  return viewId;
}

async function fill(viewId: string, card: ModalCard, messages: Messages, shell: Shell): Promise<void> {
  try {
    await shell.delivery.updateView(viewId, renderModal(card, renderOptions(messages)));
  } catch (error) {
    // Whoever has closed it does not miss it.
    if (slackProblem(error)?.class === 'expired') return;
    const reference = shell.newReference();
    const failed = asModal(failureCard({ reference, ask: null }, messages), messages);
    await shell.delivery.updateView(viewId, renderModal(failed, renderOptions(messages))).catch(() => {});
    shell.log.error({ reference, ...errorFields(error) }, 'modal unfilled');
  }
}

/** *Try again* in a modal opens the same lead, in the same modal. */
function troubleModal(card: Card, { ask, leadRef }: Open, messages: Messages): ModalCard {
  const value = encodeOpen({ ask: { ...ask, fresh: true }, leadRef });
  const parts = card.parts.map((part) =>
    part.kind === 'actions'
      ? {
          ...part,
          elements: [
            {
              kind: 'button',
              action: actionIds.open,
              value,
              label: messages.shell.tryAgain,
              style: 'primary',
            } as const,
          ],
        }
      : part,
  );
  return asModal({ ...card, parts }, messages);
}

function asModal(card: Card, { lead }: Messages): ModalCard {
  return { ...card, title: lead.untitled, closeLabel: lead.close };
}
