/**
 * Performs an act from the inbox, at once or after its process died, and replies with the result. Never rejects: it
 * ends the row, returns it for another try, or leaves it to the process that took it over.
 */
import type { Instant } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import { type ClaimedAct, type HeldAct, isPassingTrouble, Moved, type Once, OvertakenAct } from '@leadbell/store';
import { sentenceCard } from '../../cards/sentence.ts';
import { saySafely } from '../conversation.ts';
import { postKey } from '../post-shared.ts';
import { failureOf } from '../failure-card.ts';
import { createReply, type Reply } from '../reply.ts';
import { contextWithin, messagesFor, rendersIn } from '../bot-context.ts';
import type { Act, ActReply, Doing, BotContext, StoredAct } from '../contract.ts';
import type { Turn } from '../in-flight.ts';
import { errorFields } from '../../log-error.ts';
import { readStoredAct } from './stored-act.ts';
import type { Actor } from './marking.ts';
import { shareIdOf } from '../taking-back.ts';
import { actorKindOf } from '../record.ts';
import type { Decision } from '../gate.ts';
import { refuse, type Refused } from '../refuse.ts';

/** Number of tries, by any process, before the failure is reported. */
const maxTries = 6;
const firstWaitMs = 1_000;

/** An act that was claimed more often than this without ending probably crashes the processes. */
const maxClaims = 12;

/** Thrown when the result of an act could not be sent. */
class Unsaid extends Error {
  override readonly name = 'Unsaid';
}

/** Thrown when Slack did not say in time who the person is; the act is then tried again. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly decision: Refused['decision'];

  constructor(decision: Refused['decision']) {
    super('Slack did not say who the person is');
    this.decision = decision;
  }
}

interface Row {
  readonly held: HeldAct;
  readonly stored: StoredAct;
  /** Set if a process already marked the act, and then died or could not reply. */
  readonly marked: Marked | null;
}

interface Marked {
  readonly at: Instant;
  readonly agoMs: number;
  /** Whether the act's post contains a key by which a search can find the post. */
  readonly isNamed: boolean;
}

export function performAct(row: Row, botContext: BotContext): Promise<void> {
  return botContext.inbox.holding(row.held, () =>
    botContext.inFlight.run(null, (turn) => perform(row, turn, botContext)),
  );
}

export async function resumeAct(claimed: ClaimedAct, botContext: BotContext): Promise<void> {
  const stored = readStoredAct(claimed.body);
  botContext.log.info({ act: stored?.name, ageMs: claimed.ageMs, isMarked: claimed.isMarked }, 'act.resumed');
  if (stored === null) await botContext.inbox.end(claimed, false);
  else if (claimed.lease > maxClaims) {
    const reply = replyOf(stored, stored.language, botContext);
    const failed = { held: claimed, stored, reply, language: stored.language };
    await botContext.inFlight.run(null, (turn) =>
      fail(new Error('the act was taken over too often'), failed, turn, botContext),
    );
  } else await performAct({ held: claimed, stored, marked: markOf(claimed) }, botContext);
}

function markOf({ markedAt, markedAgeMs, isNamed }: ClaimedAct): Marked | null {
  return markedAt === null || markedAgeMs === null ? null : { at: markedAt, agoMs: markedAgeMs, isNamed };
}

async function perform({ held, stored, marked }: Row, turn: Turn, botContext: BotContext): Promise<void> {
  const { inbox, log } = botContext;
  const language = await languageOf(stored, botContext);
  const reply = replyOf(stored, language, botContext);
  let isMarked = marked !== null;
  const once: Once = {
    key: held.key,
    async mark(transaction) {
      await inbox.mark(held, transaction);
      isMarked = true;
    },
    async markNamed() {
      await inbox.markNamed(held);
      isMarked = true;
    },
    unname: () => inbox.unname(held),
  };
  try {
    const act = botContext.registry.findAct(stored.name);
    const what = act?.read(stored.what) ?? null;
    if (act === null || what === null) {
      // Another version stored this act.
      log.warn({ act: stored.name }, 'act.unknown');
      const { acts } = messagesFor(language);
      await reply.say(sentenceCard(marked === null ? acts.readAgain : acts.perhaps, messagesFor(language)));
    } else {
      const messages = messagesFor(language);
      const place = { ...stored.place, once };
      // First find out whether the act was performed. If it was, it does not matter whether the person still has the
      // right.
      const how = marked === null ? 'anew' : await foundDone({ act, what, marked }, { place, turn, botContext });
      if (how === 'anew') {
        if (marked !== null) await inbox.unmark(held);
        isMarked = false;
        const admitted = await admitAct({ act, what }, place, botContext);
        if (admitted.isAllowed) {
          const { scope, kind } = admitted;
          const actor = { actorKind: actorKindOf(kind), channel: place.channel };
          const shell = contextWithin(scope, actingShell(botContext, once, actor));
          await act.handle(what, { place, scope, actor, reply, language, messages, turn, botContext: shell });
        } else await refuse({ decision: admitted, action: stored.name, ...place }, reply, messages, botContext);
      } else {
        // The result is unknown, so the person may press again at once.
        if (how === 'perhaps') await inbox.annul(held);
        isMarked = how !== 'perhaps';
        if (how !== 'nothing') await reply.say(sentenceCard(messages.acts[how], messages));
      }
    }
    await inbox.end(held, isMarked);
    botContext.acted.tell(stored.place.user);
  } catch (error) {
    await fail(error, { held, stored, reply, language }, turn, botContext);
  }
}

/** Throws `Unanswered` when Slack does not say who the person is. */
async function admitAct(
  { act, what }: { readonly act: Act<unknown>; readonly what: unknown },
  { user }: { readonly user: string },
  { gate }: BotContext,
): Promise<Decision> {
  const needs = act.needs(what);
  // An act that needs no ability only ends work that Leadbell itself began.
  if (needs.length === 0) return { isAllowed: true, kind: 'unknown', scope: [] };
  const decision = await gate.decidePatiently(user, ...needs);
  if (!decision.isAllowed && decision.refusal.why === 'unanswered') throw new Unanswered(decision);
  return decision;
}

/** The bot context with services that mark this act when they change something. */
function actingShell(botContext: BotContext, once: Once, actor: Actor): BotContext {
  const services = { ...botContext.services, ...botContext.acting(once, actor) };
  return { ...botContext, ...services, services };
}

async function languageOf({ place, language, asChosen }: StoredAct, { people }: BotContext): Promise<Language> {
  return asChosen ? ((await people.language(place.user)) ?? language) : language;
}

function replyOf({ address }: Pick<StoredAct, 'address'>, language: Language, botContext: BotContext): ActReply {
  const reply = createReply({ ...botContext, ...rendersIn(messagesFor(language), botContext), address });
  return {
    address,
    in: (channel) =>
      replyOf({ address: { ...address, place: { channel, user: address.place.user } } }, language, botContext),
    say: (card) =>
      reply.say(card).catch((cause: unknown) => {
        throw new Unsaid('', { cause });
      }),
  };
}

interface FoundMarked {
  readonly act: Act<unknown>;
  readonly what: unknown;
  readonly marked: Marked;
}

/**
 * Finds out how to go on with an act that was marked when its process died. `anew`: the act
 * certainly had no effect, so perform it again.
 */
async function foundDone(
  { act, what, marked }: FoundMarked,
  { place, turn, botContext }: Pick<Doing, 'place' | 'turn' | 'botContext'>,
): Promise<'nothing' | 'done' | 'perhaps' | 'anew'> {
  const how = act.afterRestart(what);
  if (how !== 'look') return how;
  // A search can find a post only by its key.
  if (!marked.isNamed) return 'perhaps';
  const sought = { place, key: postKey(place.once.key), notedAt: marked.at, agoMs: marked.agoMs };
  const found = await botContext.findPost(sought, turn.signal);
  botContext.log.info({ found: typeof found === 'string' ? found : 'posted' }, 'act.looked');
  if (typeof found === 'string') return found === 'unknown' ? 'perhaps' : 'anew';
  await botContext.placeNotes.placed(place, sought.key, found.ts);
  await botContext.sharedPosts.placed(shareIdOf(place.once.key), found.ts);
  return 'done';
}

interface Failed {
  readonly held: HeldAct;
  readonly stored: StoredAct;
  readonly reply: Reply;
  readonly language: Language;
}

async function fail(error: unknown, { held, stored, reply, language }: Failed, turn: Turn, botContext: BotContext) {
  const { inbox, log } = botContext;
  const messages = messagesFor(language);
  const fields = { act: stored.name, tries: held.lease, ...errorFields(causeOf(error)) };
  if (error instanceof OvertakenAct) return log.info(fields, 'act.overtaken');
  if (turn.signal.aborted) {
    await saySafely(reply, sentenceCard(messages.acts.restarting, messages));
    return inbox.release(held, 0);
  }
  if (held.lease < maxTries && isPassing(error)) {
    log.warn(fields, 'act.waits');
    return inbox.release(held, firstWaitMs * 2 ** (held.lease - 1));
  }
  await inbox.annul(held);
  if (error instanceof Unanswered) {
    const refused = { decision: error.decision, action: stored.name, ...stored.place };
    try {
      await refuse(refused, reply, messages, botContext);
    } catch (unsaid) {
      log.error({ ...fields, ...errorFields(causeOf(unsaid)) }, 'unsaid');
    }
    return inbox.end(held, false);
  }
  const reference = botContext.newReference();
  const said = await saySafely(
    reply,
    failureOf(error, { query: botContext.registry.readQuery(stored.what), reference, messages }),
  );
  log.error({ reference, ...fields }, 'failed');
  if (said !== null) log.error({ reference, ...errorFields(causeOf(said)) }, 'unsaid');
  return inbox.end(held, false);
}

/** Whether a later try may succeed. */
function isPassing(error: unknown): boolean {
  return error instanceof Unsaid || error instanceof Unanswered || error instanceof Moved || isPassingTrouble(error);
}

function causeOf(error: unknown): unknown {
  return error instanceof Unsaid ? error.cause : error;
}
