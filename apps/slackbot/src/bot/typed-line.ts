/**
 * Answers a line that a person typed after `/leads`, in a direct message, or with a mention. Acknowledges the line
 * before anything else, except that an act is stored first. Input that is not understood gets one sentence, and nothing
 * is fetched.
 */
import { languageWrittenIn } from '@leadbell/i18n';
import { languageOfferCard } from '../cards/language-buttons.ts';
import { complaintCard, type Offers } from '../cards/notices.ts';
import type { Parsed } from '../commands/command.ts';
import type { Given, BotContext } from './contract.ts';
import { takeAct } from './inbox/take.ts';
import { type Form, type Place, renderForm } from '@leadbell/slack-kit';
import { maxTextChars } from '../queries/limits.ts';
import type { Query, Complaint, ParseContext } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { acknowledge } from './acknowledge.ts';
import { errorFields } from '../log-error.ts';
import { answerRequest, saySafely, withFailuresSaid } from './conversation.ts';
import { addressOf, createReply } from './reply.ts';
import { refuse } from './refuse.ts';
import { contextOf, languageOfText, messagesFor, parseContext, rendersIn } from './bot-context.ts';
import { examplesFor } from './examples.ts';

/** A typed line, and where it was typed. */
export interface TypedLine {
  /** The key of Slack's event; only redeliveries of the same event have equal keys. */
  readonly key: string;
  /** The decoded text without the command or the mention. */
  readonly text: string;
  /** Whether the text was longer than any command; `text` is then only its beginning. */
  readonly isCut: boolean;
  readonly place: Place;
  /** Null if Slack gives no `response_url`. */
  readonly url: string | null;
  /** The trigger with which a form can be opened; null if Slack gives none. */
  readonly trigger: string | null;
}

/** If Slack delivers an event again, it does so within minutes. */
const rememberMs = 600_000;

/**
 * The maximum age of the answer to a typed command. The answer is nearly current, but people who
 * type the same command at the same time share one request to the DMS.
 */
const typedMaxAgeMs = 10_000;

export async function takeLine(line: TypedLine, ack: () => Promise<void>, botContext: BotContext): Promise<void> {
  const read = line.isCut ? unread : await readFirst(line.text, line.place.user, botContext);
  if (read.act !== null) {
    await takeTypedAct(read.act, line, ack, botContext);
    return;
  }
  await acknowledge(ack, botContext);
  if (!(await isFirst(line, botContext))) return;
  await offerLanguage(line, botContext);
  await answerLine(line, read, botContext);
}

/**
 * Whether this line has not been answered yet. A slash command, which has a `response_url`, arrives at only one
 * process. A message or mention may arrive again at another replica. Without the database we may answer it twice, which
 * is better than no answer.
 */
async function isFirst({ key, url, place }: TypedLine, botContext: BotContext): Promise<boolean> {
  const { deduplicator, inbox, workspace, language } = botContext;
  if (!deduplicator.first(key, rememberMs)) return false;
  if (url !== null) return true;
  const address = addressOf(null, place, 'new', botContext);
  const body = { name: 'private reading', what: {}, place, address, language, asChosen: true };
  const taken = await inbox.take({ workspace, key, object: key, same: key, merges: 'latest', body });
  if (taken.kind === 'new') await inbox.end(taken.act, false);
  return taken.kind === 'new' || taken.kind === 'refused';
}

async function takeTypedAct(
  given: Given,
  { key, text, place, url }: TypedLine,
  ack: () => Promise<void>,
  botContext: BotContext,
): Promise<void> {
  const language = languageWrittenIn(text);
  await takeAct(
    given,
    {
      key,
      state: null,
      place,
      address: addressOf(url, place, 'follow', botContext),
      language: language ?? botContext.language,
      asChosen: language === null,
    },
    { accept: ack },
    botContext,
  );
}

/**
 * A line, parsed in the default language before it is acknowledged. The query does not depend on the language; only the
 * words of an error do.
 */
interface ReadFirst {
  readonly act: Given | null;
  /** Null if the line is not understood without the values of filters. */
  readonly query: Query | null;
  /** Whether the line may be understood with the values of filters. */
  readonly needsValues: boolean;
}

const unread: ReadFirst = { act: null, query: null, needsValues: false };

/**
 * An error while parsing is ignored here, because the line is parsed again after it is acknowledged, and the error is
 * reported then.
 */
async function readFirst(text: string, user: string, botContext: BotContext): Promise<ReadFirst> {
  const { registry, services, language } = botContext;
  const messages = messagesFor(language);
  const bare = parseContext(botContext, messages);
  try {
    const parsed = registry.parse(text, bare);
    if (parsed.ok) return { act: registry.actOfQuery(parsed.query), query: parsed.query, needsValues: false };
    const withValues = { ...unread, needsValues: true };
    // Ask Slack about the person only if the line would be an act with all filter values.
    const anyone = registry.parse(text, { ...bare, vocabulary: services.values.within('all') });
    if (!anyone.ok || registry.actOfQuery(anyone.query) === null) return withValues;
    const own = registry.parse(text, await contextOf(user, messages, botContext));
    return { ...withValues, act: own.ok ? registry.actOfQuery(own.query) : null };
  } catch {
    return unread;
  }
}

async function answerLine(line: TypedLine, read: ReadFirst, botContext: BotContext): Promise<void> {
  const { text, place, url, trigger } = line;
  const language = await languageOfText(text, place.user, botContext);
  const messages = messagesFor(language);
  const reply = createReply({
    ...botContext,
    ...rendersIn(messages, botContext),
    address: addressOf(url, place, 'follow', botContext),
  });
  await botContext.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, botContext, async () => {
      const { parsed, context } = await readLine(line, read, messages, botContext);
      const form = parsed.ok && trigger !== null ? formFor(parsed.query, place.channel, messages, botContext) : null;
      const decision =
        form === null || !parsed.ok
          ? null
          : await botContext.gate.decide(place.user, ...botContext.registry.needsOfQuery(parsed.query));
      if (decision?.isAllowed === false && parsed.ok)
        await refuse({ decision, action: parsed.query.command, ...place }, reply, messages, botContext);
      else if (form !== null && trigger !== null) {
        await botContext.delivery.openView(trigger, renderForm(form, messages.direction));
      } else if (parsed.ok) {
        await answerRequest({ query: parsed.query, language, reply, place, maxAgeMs: typedMaxAgeMs }, turn, botContext);
      } else {
        const offers = await offersFor(parsed.complaint, place.user, context, botContext);
        await reply.say(complaintCard(parsed.complaint, offers, messages));
        botContext.log.info({ suggested: parsed.complaint.suggestion !== undefined }, 'not understood');
      }
    }),
  );
}

/**
 * Offers a language once, above a person's first answer. An offer below the answer would push the first lead off a
 * phone's screen.
 */
async function offerLanguage({ text, place, url }: TypedLine, botContext: BotContext): Promise<void> {
  const { people, gate, log } = botContext;
  if ((await people.language(place.user)) !== null || !(await people.isFirst(place.user, 'languageOffered'))) return;
  // Do not offer a language to guests and people from other companies, because they only read that they can't use
  // Leadbell.
  if ((await gate.refuseFirst(place.user, 'see lists')) !== null) return;
  const messages = messagesFor(languageWrittenIn(text) ?? botContext.language);
  const reply = createReply({
    ...botContext,
    ...rendersIn(messages, botContext),
    address: addressOf(url, place, 'new', botContext),
  });
  const failed = await saySafely(reply, languageOfferCard(messages));
  if (failed !== null) log.warn(errorFields(failed), 'language.unoffered');
}

function formFor(
  query: Query,
  channel: string,
  messages: Messages,
  { registry, services, zone }: BotContext,
): Form | null {
  const command = registry.commands.find(({ name }) => name === query.command);
  return command?.opens?.(query, { channel, services, zone, messages }) ?? null;
}

/** Filter values are looked up only for a line that needs them. */
async function readLine(
  { text, isCut, place }: TypedLine,
  { query, needsValues }: ReadFirst,
  messages: Messages,
  botContext: BotContext,
): Promise<{ readonly parsed: Parsed; readonly context: ParseContext }> {
  const bare = parseContext(botContext, messages);
  if (isCut) {
    const sentence = messages.complaints.tooLong(maxTextChars);
    return { parsed: { ok: false, complaint: { sentence } }, context: bare };
  }
  if (query !== null) return { parsed: { ok: true, query }, context: bare };
  const parsed = needsValues ? null : botContext.registry.parse(text, bare);
  if (parsed?.ok === true) return { parsed, context: bare };
  const context = await contextOf(place.user, messages, botContext);
  return { parsed: botContext.registry.parse(text, context), context };
}

async function offersFor(
  complaint: Complaint,
  user: string,
  context: ParseContext,
  botContext: BotContext,
): Promise<Offers> {
  const { registry, gate } = botContext;
  const { suggestion, others = [], search, isStrange = false } = complaint;
  const read = (text: string): Query | null => {
    const parsed = registry.parse(text, context);
    return parsed.ok ? parsed.query : null;
  };
  async function ifAllowed(query: Query | null): Promise<Query | null> {
    if (query === null) return null;
    const { isAllowed } = await gate.decide(user, ...registry.needsOfQuery(query));
    return isAllowed ? query : null;
  }
  const texts = suggestion === undefined ? [] : [suggestion, ...others];
  const examples = isStrange ? await examplesFor(user, context.messages, registry.commands, gate) : [];
  return {
    suggested: texts.flatMap((text) => {
      const query = read(text);
      return query === null ? [] : [[text, query] as const];
    }),
    search: search === undefined ? null : await ifAllowed(read(`${context.messages.typed.find} ${search}`)),
    examples,
  };
}
