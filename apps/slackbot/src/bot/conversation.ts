/**
 * Answers one request: fetches, replies, and on failure sends a sentence with a reference that is
 * also in the log. Never rejects.
 */
import type { KnownKind, Scope } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import type { Once } from '@leadbell/store';
import { fetchingCard, sharedOutsideCard } from '../cards/notices.ts';
import { rowFields } from '../cards/rows.ts';
import { sentenceCard } from '../cards/sentence.ts';
import { answerQuery } from '../commands/answer.ts';
import type { Row } from '../reports/answer.ts';
import { markOfRows } from '../reports/lead-ref.ts';
import { isLeadsQuery } from '../queries/leads-query.ts';
import type { Query } from '../queries/query.ts';
import type { Given, BotContext, StoredAct } from './contract.ts';
import type { Messages } from '../words/index.ts';
import { traced } from '../health/traced.ts';
import { enough } from '../within.ts';
import { errorFields } from '../log-error.ts';
import type { Card, Place } from '@leadbell/slack-kit';
import type { Reply } from './reply.ts';
import { failureOf } from './failure-card.ts';
import { refuse } from './refuse.ts';
import { answerContext, messagesFor } from './bot-context.ts';
import { superseded } from './in-flight.ts';
import type { Turn } from './in-flight.ts';
import { postShared } from './post-shared.ts';

/** After this time in milliseconds, a person who still has no answer gets a loading message. */
export const slowMs = 1_000;

export interface AnswerRequest {
  readonly query: Query;
  readonly language: Language;
  readonly reply: Reply;
  /** `once` is absent when the request neither changes nor posts anything, because then it is not an act. */
  readonly place: Place & { readonly once?: Once };
  /** The maximum age of a cached answer. If absent, the cache's limit applies, so that all pages come from one list. */
  readonly maxAgeMs?: number;
  /** A sentence above the answer. */
  readonly note?: string;
}

/** Answers the request, and reports a failure to the person. */
export async function answerRequest(request: AnswerRequest, turn: Turn, botContext: BotContext): Promise<void> {
  const { query, language, reply } = request;
  await withFailuresSaid({ query, messages: messagesFor(language), reply }, turn, botContext, () =>
    answer(request, turn, botContext),
  );
}

/** Answers the request; throws if this fails. */
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
  const admitted = await admitQuery(request, botContext);
  if (admitted !== null) await answerAdmitted({ ...request, admitted }, over, turn, botContext);
}

async function answerAdmitted(
  request: AnswerRequest & { readonly admitted: Admitted },
  over: Promise<void>,
  turn: Turn,
  botContext: BotContext,
): Promise<void> {
  const { query, language, reply, place, maxAgeMs, note, admitted } = request;
  const { scope, kind, isOutside } = admitted;
  const messages = messagesFor(language);
  const startedAt = botContext.now();
  const age = maxAgeMs === undefined ? {} : { maxAgeMs };
  const rows: Row[] = [];
  const asked = answerContext({ query, messages, signal: turn.signal, place, scope, kind, ...age }, botContext);
  // *Share* asks for confirmation in a channel that is shared outside. Ask Slack about the channel now, while we wait
  // for the DMS.
  const mayShare = isLeadsQuery(query) && !query.share;
  const isSharedOutside = mayShare ? botContext.gate.isSharedOutside(place.channel) : Promise.resolve(false);
  const context = { ...asked, isSharedOutside, onRow: (row: Row) => rows.push(row) };
  const answering = traced('leadbell.reply', () => answerQuery(query, context));
  const { card, wasSlow } = await sayingIfSlow(answering, { request, over }, turn, botContext);
  await turn.before;
  if (turn.signal.reason === superseded) return;
  const { seen, ...again } = query;
  if (query.share && seen !== undefined && seen !== markOfRows(rows)) {
    // Show only the leads that the person may share, because the next press posts this page.
    const asList = { ...request, query: { ...again, share: false }, note: messages.bot.listChanged };
    return answerAdmitted({ ...asList, admitted: { ...admitted, isOutside: false } }, over, turn, botContext);
  }
  const leads = rows.map(({ lead }) => lead);
  if (query.share) {
    await context.record({ action: 'share', subject: query.command, leads, fields: leads.length > 0 ? rowFields : [] });
    await postShared({ card, leads, place, messages }, botContext);
    // Replace the message, so that it does not keep its loading text or offer to share again. The share is already
    // posted, so a failure here does not affect it.
    if (wasSlow || reply.address.manner === 'in-place') await sayShared(reply, messages, botContext);
  } else {
    const noted = note === undefined ? card : withNote(card, note);
    await reply.say(isOutside ? withWarning(noted, messages.access.sharedOutside) : noted);
  }
  botContext.log.info({ command: query.command, share: query.share, tookMs: botContext.now() - startedAt }, 'answered');
}

interface Admitted {
  readonly scope: Scope;
  readonly kind: KnownKind;
  /** Whether people from other companies can read the channel in which the result is posted. */
  readonly isOutside: boolean;
}

/**
 * Returns null when the gate refuses, or when the person has to confirm first; in both cases the person was informed.
 */
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
 * Runs the work and reports its failure first to the person and then to the log, with the same reference. Every entry
 * point catches its errors with this function.
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
    // An act is already in the inbox, so only a read has to be added.
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

function withWarning(card: Card, sentence: string): Card {
  return { ...card, parts: [...card.parts, { kind: 'note', text: [{ words: `⚠️ ${sentence}` }] }] };
}

/** Puts the sentence above the list. */
function withNote(card: Card, sentence: string): Card {
  return { ...card, parts: [{ kind: 'text', text: [{ words: sentence }] }, ...card.parts] };
}
