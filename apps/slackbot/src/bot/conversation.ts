/**
 * Answers one request: fetches, replies, and on failure sends a sentence with a reference that is
 * also in the log. Never rejects.
 */
import type { KnownKind, Lead, Scope } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { type Once, OvertakenAct } from '@leadbell/store';
import { fetchingCard, sharedOutsideCard } from '../cards/notices.ts';
import { rowFields } from '../cards/rows.ts';
import { sentenceCard } from '../cards/sentence.ts';
import { withTakeBack } from '../cards/take-back-button.ts';
import { answerQuery } from '../commands/answer.ts';
import { isLeadsQuery } from '../queries/leads-query.ts';
import type { Query } from '../queries/query.ts';
import type { Given, BotContext, StoredAct } from './contract.ts';
import type { Messages } from '../words/index.ts';
import { traced } from '../health/traced.ts';
import { enough } from '../within.ts';
import { errorFields } from '../log-error.ts';
import { type Card, type Message, type NamedPost, type Place, renderMessage, slackProblem } from '@leadbell/slack-kit';
import { beginWithinMs } from '../delivery/find-post.ts';
import { metadataOf } from '../delivery/search.ts';
import type { Reply } from './reply.ts';
import { failureOf } from './failure-card.ts';
import { refuse } from './refuse.ts';
import { answerContext, messagesFor, renderOptions } from './bot-context.ts';
import { superseded } from './in-flight.ts';
import type { Turn } from './in-flight.ts';
import { shareIdOf } from './taking-back.ts';

/** Slower answers first send a loading message, in milliseconds. */
export const slowMs = 1_000;

export interface AnswerRequest {
  readonly query: Query;
  readonly language: Language;
  readonly reply: Reply;
  /** `once`: present when this is an act; absent when nothing is changed or posted. */
  readonly place: Place & { readonly once?: Once };
  /**
   * Maximum age of a cached answer. Absent: the cache's limit, so that turning a page stays in the
   * same list.
   */
  readonly maxAgeMs?: number;
}

/** Reports failures to the person. */
export async function answerRequest(request: AnswerRequest, turn: Turn, botContext: BotContext): Promise<void> {
  const { query, language, reply } = request;
  await withFailuresSaid({ query, messages: messagesFor(language), reply }, turn, botContext, () =>
    answer(request, turn, botContext),
  );
}

/** Throws on failure. */
export async function answer(request: AnswerRequest, turn: Turn, botContext: BotContext): Promise<void> {
  const over = Promise.withResolvers<void>();
  try {
    await answerNow(request, over.promise, turn, botContext);
  } finally {
    over.resolve();
  }
}

async function answerNow(
  request: AnswerRequest,
  over: Promise<void>,
  turn: Turn,
  botContext: BotContext,
): Promise<void> {
  const { query, language, reply, place, maxAgeMs } = request;
  const messages = messagesFor(language);
  const startedAt = botContext.now();
  const admitted = await admitQuery(request, botContext);
  if (admitted === null) return;
  const { scope, kind, isOutside } = admitted;
  const age = maxAgeMs === undefined ? {} : { maxAgeMs };
  const leads: Lead[] = [];
  const asked = answerContext({ query, messages, signal: turn.signal, place, scope, kind, ...age }, botContext);
  // For *Share*'s question. It is asked now, so that no one waits for it after the DMS has answered.
  const mayShare = isLeadsQuery(query) && !query.share;
  const isSharedOutside = mayShare ? botContext.gate.isSharedOutside(place.channel) : Promise.resolve(false);
  const context = { ...asked, isSharedOutside, onRow: (lead: Lead) => leads.push(lead) };
  const answering = traced('leadbell.reply', () => answerQuery(query, context));
  const { card, wasSlow } = await sayingIfSlow(answering, { request, over }, turn, botContext);
  await turn.before;
  if (turn.signal.reason === superseded) return;
  if (query.share) {
    await context.record({ action: 'share', subject: query.command, leads, fields: leads.length > 0 ? rowFields : [] });
    const post = shareIdOf(place.once?.key ?? crypto.randomUUID());
    await botContext.sharedPosts.begin(post, place);
    const shared = sharedBy(withTakeBack(card, post, messages), place.user, messages);
    const message = renderMessage(shared, renderOptions(messages));
    const ts = await postNoted(message, leads, place, botContext);
    if (ts !== null) await botContext.sharedPosts.placed(post, ts);
    // The message must not keep its loading text or offer to share again. The share itself is
    // posted by now, so a failure here does not affect it.
    if (wasSlow || reply.address.manner === 'in-place') await sayShared(reply, messages, botContext);
  } else {
    await reply.say(isOutside ? withWarning(card, messages.access.sharedOutside) : card);
  }
  botContext.log.info({ command: query.command, share: query.share, tookMs: botContext.now() - startedAt }, 'answered');
}

/**
 * The place is recorded first, so that a forgotten person's data is erased from it even if this process dies meanwhile.
 */
async function postNoted(
  message: Message,
  leads: readonly Lead[],
  place: AnswerRequest['place'],
  botContext: BotContext,
): Promise<string | null> {
  const { placeNotes, delivery } = botContext;
  const key = postKey(place.once?.key ?? crypto.randomUUID());
  await placeNotes.share(place, key, leads);
  try {
    const ts = await delivery.post(place, message, await nameOfPost(place.once, botContext));
    if (ts !== null) await placeNotes.placed(place, key, ts);
    return ts;
  } catch (error) {
    const problem = slackProblem(error);
    if (problem !== null && problem.class !== 'unclear') await placeNotes.refused(place, key);
    throw error;
  }
}

interface Admitted {
  readonly scope: Scope;
  readonly kind: KnownKind;
  /** The result goes to a channel that people from other companies can read. */
  readonly isOutside: boolean;
}

/** Null when the gate refuses, or when the person has to confirm; in both cases the person was informed. */
async function admitQuery(
  { query, language, reply, place }: AnswerRequest,
  { gate, registry, record, log }: BotContext,
): Promise<Admitted | null> {
  const messages = messagesFor(language);
  const isOutside = registry.fillsChannel(query) && (await gate.isSharedOutside(place.channel));
  const needed = [...registry.needsOfQuery(query), ...(isOutside ? (['share'] as const) : [])];
  const decision = await gate.decidePatiently(place.user, ...needed);
  if (!decision.isAllowed) {
    const action = query.share ? 'share' : query.command;
    await refuse({ decision, action, ...place }, reply, messages, { record, log });
    return null;
  }
  if (isOutside && query.share && query.knowingly !== true) {
    await reply.say(sharedOutsideCard(query, messages));
    return null;
  }
  return { ...decision, isOutside };
}

/**
 * Reports a failure to the person first and then to the log, with the same reference. Each entry
 * point catches once, here.
 */
export async function withFailuresSaid(
  {
    query,
    messages,
    reply,
  }: { readonly query: Query | null; readonly messages: Messages; readonly reply: Pick<Reply, 'say'> },
  turn: Turn,
  botContext: BotContext,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (turn.signal.reason === superseded) return;
    const reference = botContext.newReference();
    const said = await saySafely(reply, failureOf(error, { query, reference, messages }));
    botContext.log.error({ reference, command: query?.command, ...errorFields(error) }, 'failed');
    if (said !== null) botContext.log.error({ reference, ...errorFields(said) }, 'unsaid');
  }
}

async function sayingIfSlow(
  work: Promise<Card>,
  { request, over }: { readonly request: AnswerRequest; readonly over: Promise<void> },
  turn: Turn,
  botContext: BotContext,
): Promise<{ readonly card: Card; readonly wasSlow: boolean }> {
  const { language, reply } = request;
  const done = new AbortController();
  let wasSlow = false;
  const end = (): void => done.abort(enough);
  turn.signal.addEventListener('abort', end, { once: true });
  if (turn.signal.aborted) end();
  async function sayWhenSlow(): Promise<void> {
    try {
      await botContext.sleep(slowMs, done.signal);
    } catch {
      return;
    }
    await turn.before;
    if (done.signal.aborted || turn.signal.aborted) return;
    wasSlow = true;
    const failed = await saySafely(reply, fetchingCard(messagesFor(language)));
    if (failed !== null) botContext.log.warn(errorFields(failed), 'fetching.unsaid');
    // An act is already in the inbox.
    else if (request.place.once === undefined)
      void keepWaiting(readingOf(request.query, botContext), waiting(request), over, botContext);
  }
  const saying = sayWhenSlow();
  try {
    const card = await work;
    end();
    await saying;
    return { card, wasSlow };
  } finally {
    end();
    turn.signal.removeEventListener('abort', end);
    // Await before replying, or the loading message could arrive last.
    await saying;
  }
}

function readingOf(query: Query, { registry }: BotContext): Given {
  return registry.isPrivate(query) ? { name: 'private reading', what: {} } : { name: 'reading', what: query };
}

/** Records a pending answer in the inbox, so that another process informs the person if this one dies. */
export async function keepWaiting(
  given: Given,
  how: Omit<StoredAct, keyof Given>,
  over: Promise<void>,
  { inbox, workspace }: BotContext,
): Promise<void> {
  const key = `reading ${crypto.randomUUID()}`;
  const body: StoredAct = { ...given, ...how };
  const taken = await inbox.take({ workspace, key, object: key, same: key, merges: 'latest', body });
  if (taken.kind !== 'new') return;
  await inbox.holding(taken.act, () => over);
  await inbox.end(taken.act, false);
}

function waiting({ place: { channel, user, thread }, reply, language }: AnswerRequest): Omit<StoredAct, keyof Given> {
  const place = { channel, user, ...(thread === undefined ? {} : { thread }) };
  return { place, address: reply.address, language, asChosen: false };
}

/**
 * Marks the act: from here on its message may have been posted, so a process that takes over
 * searches for it.
 */
async function nameOfPost(once: Once | undefined, { elapsed }: BotContext): Promise<NamedPost | undefined> {
  if (once === undefined) return undefined;
  const notedAt = elapsed();
  await once.markNamed();
  let isNamed = true;
  function checkTime(): void {
    if (elapsed() - notedAt >= beginWithinMs) throw new OvertakenAct();
  }
  return {
    metadata: (how) => metadataOf(how, postKey(once.key), 1),
    async check(how) {
      checkTime();
      if (how !== 'none' || !isNamed) return;
      await once.unname();
      isNamed = false;
      checkTime();
    },
  };
}

/** The message key of an act's post. */
export function postKey(act: string): string {
  return `act ${act}`;
}

async function sayShared(reply: Reply, messages: Messages, { log }: BotContext): Promise<void> {
  const failed = await saySafely(reply, sentenceCard(messages.bot.shared, messages));
  if (failed !== null) log.warn(errorFields(failed), 'shared.unsaid');
}

export async function saySafely(reply: Pick<Reply, 'say'>, card: Card): Promise<unknown> {
  try {
    await reply.say(card);
    return null;
  } catch (error) {
    return error;
  }
}

function sharedBy(card: Card, user: string, { bot: say }: Messages): Card {
  return { ...card, parts: [...card.parts, { kind: 'note', text: say.sharedBy(user) }] };
}

function withWarning(card: Card, sentence: string): Card {
  return { ...card, parts: [...card.parts, { kind: 'note', text: [{ words: `⚠️ ${sentence}` }] }] };
}
