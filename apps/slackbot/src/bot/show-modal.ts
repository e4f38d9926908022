/**
 * A modal that takes a while: a trigger lives 3 s, so it opens at once and is filled when what it shows is there. What goes wrong is said in it, or, where
 * it could not be opened, beside the button.
 */
import type { Language } from '@leadbell/i18n';
import { failureCard, fetchingCard } from '../cards/notices.ts';
import { sentenceCard } from '../cards/sentence.ts';
import type { Query } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { errorFields } from '../log-error.ts';
import { type Button, type Card, type ModalCard, renderModal, slackProblem } from '@leadbell/slack-kit';
import { failureOf, keepWaiting, slowMs, withFailuresSaid } from './conversation.ts';
import type { Press } from './press.ts';
import { replyTo } from './press-reply.ts';
import { addressOf } from './reply.ts';
import { messagesFor, renderOptions } from './bot-context.ts';
import type { BotContext } from './contract.ts';
import { superseded } from './in-flight.ts';
import type { Turn } from './in-flight.ts';

export interface ModalRequest {
  readonly press: Press;
  readonly language: Language;
  /** `here`: in the modal that was pressed in. */
  readonly how: 'open' | 'push' | 'here';
  /** While there is nothing to show but that it is being fetched. */
  readonly title: string;
  /** For the log. */
  readonly command: string;
  /** So that a DMS that is in trouble is named. */
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
    await fillWith(work, viewId, request, turn, botContext);
  } finally {
    over.abort();
  }
}

async function fillWith(
  work: () => Promise<ModalCard>,
  viewId: string,
  request: ModalRequest,
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
    // *Try again* shows the same, in the same modal.
    const parts = failure.parts.map((part) =>
      part.kind === 'actions' ? { ...part, elements: [request.tryAgain] } : part,
    );
    shown = asModal({ ...failure, parts }, request.title, messages);
    botContext.log.error({ reference, command, ...errorFields(error) }, 'failed');
  }
  if (turn.signal.reason !== superseded) await fill(viewId, shown, request.title, messages, botContext);
}

/** One that says for a while that it is being fetched: if this process ends without a word, another one says that it did. */
async function keepLoading(
  viewId: string,
  request: ModalRequest,
  over: AbortSignal,
  botContext: BotContext,
): Promise<void> {
  const { press, language, title, tryAgain } = request;
  try {
    await botContext.sleep(slowMs, over);
  } catch {
    return;
  }
  const place = { channel: '', user: press.user };
  await keepWaiting(
    { name: 'reading view', what: { viewId, title, tryAgain: tryAgain.value, action: tryAgain.action } },
    { place, address: addressOf(null, place, 'new', botContext), language, asChosen: false },
    new Promise((resolve) => {
      if (over.aborted) resolve();
      else over.addEventListener('abort', () => resolve(), { once: true });
    }),
    botContext,
  );
}

/** What is in it was lost with the process that fetched it. */
export async function sayLost(
  { viewId, title, tryAgain }: { readonly viewId: string; readonly title: string; readonly tryAgain: Button },
  messages: Messages,
  botContext: BotContext,
): Promise<void> {
  const { parts, ...card } = sentenceCard(messages.acts.readAgain, messages);
  const shown = { ...card, parts: [...parts, { kind: 'actions', elements: [tryAgain] } as const] };
  await fill(viewId, asModal(shown, title, messages), title, messages, botContext);
}

/** The id of a modal that says that it is being fetched, or null when it could not be opened; that has been said. */
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
    say: async (card: Card) =>
      place === null ? undefined : replyTo(press, place, language, botContext, true).say(card),
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
  viewId: string,
  card: ModalCard,
  title: string,
  messages: Messages,
  botContext: BotContext,
): Promise<void> {
  try {
    await botContext.delivery.updateView(viewId, renderModal(card, renderOptions(messages)));
  } catch (error) {
    // Whoever has closed it does not miss it.
    if (slackProblem(error)?.class === 'expired') return;
    const reference = botContext.newReference();
    const failed = asModal(failureCard({ reference, query: null }, messages), title, messages);
    await botContext.delivery.updateView(viewId, renderModal(failed, renderOptions(messages))).catch(() => {});
    botContext.log.error({ reference, ...errorFields(error) }, 'modal unfilled');
  }
}

function asModal(card: Card, title: string, { buttons }: Messages): ModalCard {
  return { ...card, title, closeLabel: buttons.close };
}
