/**
 * Shows a modal with slow content: a trigger expires after 3 s, so the modal opens at once and is filled later. A
 * failure is shown in the modal, or in a message if the modal could not be opened.
 */
import type { Language } from '@leadbell/i18n';
import { failureCard, fetchingCard } from '../cards/notices.ts';
import { asModal } from '../cards/modal.ts';
import { sentenceCard } from '../cards/sentence.ts';
import type { Query } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { errorFields } from '../log-error.ts';
import { enough } from '../within.ts';
import { type Button, type Card, type ModalCard, renderModal, slackProblem } from '@leadbell/slack-kit';
import { failureOf } from './failure-card.ts';
import { keepWaiting, slowMs, withFailuresSaid } from './conversation.ts';
import type { Press } from './press.ts';
import { replyBeside } from './press-reply.ts';
import { addressOf } from './reply.ts';
import { messagesFor, renderOptions } from './bot-context.ts';
import type { BotContext } from './contract.ts';
import { superseded } from './in-flight.ts';
import type { Turn } from './in-flight.ts';

export interface ModalRequest {
  readonly press: Press;
  readonly language: Language;
  /** `here`: the content replaces the content of the modal in which the button was pressed. */
  readonly how: 'open' | 'push' | 'here';
  /** The title while the content is loading. */
  readonly title: string;
  /** The command's name, for the log. */
  readonly command: string;
  /** The query that the failure card is about. */
  readonly query: Query;
  readonly tryAgain: Button;
}

export async function showModal(
  request: ModalRequest,
  turn: Turn,
  botContext: BotContext,
  work: () => Promise<ModalCard>,
): Promise<void> {
  const viewId = await openLoading(request, turn, botContext);
  if (viewId === null) return;
  const over = new AbortController();
  void keepLoading(viewId, request, over.signal, botContext);
  try {
    await fillWith(work, { ...request, viewId }, turn, botContext);
  } finally {
    over.abort(enough);
  }
}

async function fillWith(
  work: () => Promise<ModalCard>,
  request: ModalRequest & { readonly viewId: string },
  turn: Turn,
  botContext: BotContext,
): Promise<void> {
  const { language, command, query } = request;
  const messages = messagesFor(language);
  let shown: ModalCard;
  try {
    shown = await work();
  } catch (error) {
    if (turn.signal.reason === superseded) return;
    const reference = botContext.newReference();
    const failure = failureOf(error, { query, reference, messages });
    // *Try again* loads the same content in the same modal.
    const parts = failure.parts.map((part) =>
      part.kind === 'actions' ? { ...part, elements: [request.tryAgain] } : part,
    );
    shown = asModal({ ...failure, parts }, request.title, messages);
    botContext.log.error({ reference, command, ...errorFields(error) }, 'failed');
  }
  if (turn.signal.reason !== superseded) await fill(request, shown, messages, botContext);
}

/** Records a loading modal in the inbox. If this process dies, another one reports the failure in the modal. */
async function keepLoading(
  viewId: string,
  request: ModalRequest,
  over: AbortSignal,
  botContext: BotContext,
): Promise<void> {
  const { press, language, title, tryAgain, query } = request;
  try {
    await botContext.sleep(slowMs, over);
  } catch {
    return;
  }
  const place = { channel: '', user: press.user };
  const again = botContext.registry.isPrivate(query) ? null : tryAgain.value;
  const what = { viewId, title, tryAgain: again, action: tryAgain.action };
  await keepWaiting(
    { name: 'reading view', what },
    { place, address: addressOf(null, place, 'new', botContext), language, asChosen: false },
    new Promise((resolve) => {
      if (over.aborted) resolve();
      else over.addEventListener('abort', () => resolve(), { once: true });
    }),
    botContext,
  );
}

/** Shows in the modal that the process that fetched the content has died. */
export async function sayLost(
  { viewId, title, tryAgain }: { readonly viewId: string; readonly title: string; readonly tryAgain: Button | null },
  messages: Messages,
  botContext: BotContext,
): Promise<void> {
  const { parts, ...card } = sentenceCard(messages.acts.readAgain, messages);
  const button = tryAgain === null ? [] : [{ kind: 'actions', elements: [tryAgain] } as const];
  const shown = { ...card, parts: [...parts, ...button] };
  await fill({ viewId, title }, asModal(shown, title, messages), messages, botContext);
}

/** Opens the loading modal and returns its id. If the modal can't be opened, tells the person and returns null. */
async function openLoading(
  { press, language, how, title }: ModalRequest,
  turn: Turn,
  botContext: BotContext,
): Promise<string | null> {
  const messages = messagesFor(language);
  const loading = renderModal(asModal(fetchingCard(messages), title, messages), renderOptions(messages));
  if (how === 'here' && press.viewId !== null) {
    await botContext.delivery.updateView(press.viewId, loading).catch((error: unknown) => {
      botContext.log.warn(errorFields(error), 'loading unsaid');
    });
    return press.viewId;
  }
  let viewId: string | null = null;
  const { place } = press;
  const reply = {
    say: async (card: Card) => (place === null ? undefined : replyBeside(press, place, language, botContext).say(card)),
  };
  await withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
    const { delivery } = botContext;
    viewId = await (how === 'push'
      ? delivery.pushView(press.triggerId, loading)
      : delivery.openView(press.triggerId, loading));
  });
  return viewId;
}

async function fill(
  { viewId, title }: { readonly viewId: string; readonly title: string },
  card: ModalCard,
  messages: Messages,
  botContext: BotContext,
): Promise<void> {
  try {
    await botContext.delivery.updateView(viewId, renderModal(card, renderOptions(messages)));
  } catch (error) {
    // The person has closed the modal, so they no longer need its content.
    if (slackProblem(error)?.class === 'expired') return;
    const reference = botContext.newReference();
    const failed = asModal(failureCard({ reference, query: null }, messages), title, messages);
    await botContext.delivery.updateView(viewId, renderModal(failed, renderOptions(messages))).catch(() => {});
    botContext.log.error({ reference, ...errorFields(error) }, 'modal unfilled');
  }
}
