/**
 * `subscribe digest 08:30 sun-thu brand:KIA` sends the channel a digest on a schedule. Further
 * words, in any order: a time zone (`Europe/Berlin`), a language (`english`, `arabic`),
 * `skip-empty` (no digest without leads), `working-days` (no digest on days off), `hijri` (also
 * show the Islamic date), and `no-hours`, `no-errors` … to leave out sections.
 */
import { subscriptionsIn } from '../acts.ts';
import { formOf } from '../subscribe-form.ts';
import { subscribedCard, subscriptionsCard } from '../subscription-cards.ts';
import { type Id, type LeadFilter, noVocabulary, thresholds, type Thresholds } from '@leadbell/domain';
import { wordFor } from '@leadbell/i18n';
import * as v from 'valibot';
import { filtersField, idField, queryOf, textField } from '../../../queries/fields.ts';
import type { ParseContext, Query } from '../../../queries/query.ts';
import { ownNumbers } from '../../../subscriptions/numbers.ts';
import { type Draft, draftField } from '../../../subscriptions/draft.ts';
import type { Messages } from '../../../words/index.ts';
import type { Definition } from '../../../subscriptions/definition.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber } from '../../../commands/ids.ts';
import { writeNumber } from '../../../commands/option-words.ts';
import { unseenValues } from '../../../commands/value-words.ts';
import { unseenCard } from '../unseen-card.ts';
import { preview } from './preview.ts';
import { digestWords, isDigestWord, readDraft } from './subscribe-words.ts';

interface SubscribeQuery extends Query {
  /** The number of the subscription to change; absent for a new one. */
  readonly id?: Id;
  /** Set by a button: the person wants these values, although no lead has had them. */
  readonly anyway?: true;
  /** Absent if the form is to be opened. */
  readonly draft?: Draft;
  readonly filters: LeadFilter;
}

const common = { id: v.exactOptional(idField), filters: filtersField };

export const subscribe: Command = defineCommand<SubscribeQuery>({
  name: 'subscribe',
  synonyms: ['اشترك', 'اشتراك', ...digestWords],
  usage: (messages) => messages.commands.subscribe,
  query: v.union([
    queryOf('subscribe', {
      ...common,
      draft: v.exactOptional(draftField),
      anyway: v.exactOptional(v.literal(true)),
    }),
    // Releases before 1.0 stored the query like this in the inbox.
    v.pipe(
      queryOf('subscribe', { ...common, words: textField }),
      v.transform(({ words, ...query }) => ({ ...query, draft: readDraft(words).draft })),
    ),
  ]),
  job: 'manager',
  needs: 'subscribe here',
  fillsChannel: ({ draft }) => draft !== undefined,
  does: {
    isAct: ({ draft }) => draft !== undefined,
    object: (_query, place) => subscriptionsIn(place),
    detail: ({ id = 'new', draft, filters, anyway = false }) => JSON.stringify([id, draft, filters, anyway]),
    afterRestart: 'done',
  },
  opens: ({ draft }, { channel, services, zone, messages }) =>
    draft === undefined
      ? formOf({ channel, zone, settings: services.alerts.settings, kind: 'digest', edited: null }, messages)
      : null,
  parse: ({ rest, filters, name = '' }, { messages }) => {
    // Without further words, open the form.
    if (rest === '' && Object.keys(filters).length === 0)
      return { ok: true, query: { command: 'subscribe', filters, share: false } };
    const isDigest = isDigestWord(name);
    const { draft, strange } = readDraft(rest, isDigest);
    // "digest today" and "digest 3" may ask for the numbers now, or for an earlier digest.
    const others = isDigest
      ? { others: [messages.typed.today, wordFor(messages.tag, [preview.name, ...preview.synonyms])] }
      : {};
    const problem = strange[0] === undefined ? lackOf(draft, messages) : strangeness(strange[0], draft.kind, messages);
    if (problem !== null)
      return { ok: false, complaint: { sentence: problem, suggestion: messages.commands.subscribe.form, ...others } };
    return { ok: true, query: { command: 'subscribe', filters, share: false, draft } };
  },
  answer: async (query, context) => {
    const { filters, draft, id, anyway } = query;
    const { subscriptionService, place, scope, vocabulary = noVocabulary } = context;
    // A query without a draft should have opened the form. If the form could not be opened, show the list.
    if (draft === undefined) return subscriptionsCard(await subscriptionService.list(place), context);
    const unseen = anyway === true ? [] : unseenValues(filters, vocabulary);
    if (unseen.length > 0) return unseenCard(query, unseen, context);
    const definition = definitionOf(draft, filters, context);
    const done =
      id === undefined
        ? await subscriptionService.subscribe({ ...place, scope }, definition)
        : await subscriptionService.replace({ ...place, scope }, ownNumber(id) ?? 0, definition);
    return subscribedCard(done, id === undefined ? 'subscribed' : 'changed', context);
  },
});

/** Returns a sentence about a required part that is missing; null if there is none. */
export function lackOf({ kind, schedule }: Draft, { subscriptions: say }: Messages): string | null {
  return kind === 'digest' && schedule === undefined ? say.noTime : null;
}

function strangeness(word: string, kind: Definition['kind'], messages: Messages): string {
  const { subscriptions: say, tag, listSeparator } = messages;
  if (word.includes('/')) return say.notAZone(word);
  if (kind !== 'alerts') return { digest: say.notASchedule, leads: say.notOfLeads }[kind](word);
  const each = thresholds.map((one) => `${writeNumber(one.word, one.usual, tag)} (${say.units[one.unit]})`);
  return say.notOfAlerts(word, each.join(listSeparator));
}

function definitionOf(draft: Draft, filters: LeadFilter, { zone: home, messages }: ParseContext): Definition {
  const { kind, schedule, without = [], numbers = {}, group, threadOnly = false } = draft;
  const { skipEmpty = false, workingDaysOnly = false, hijri = false } = draft;
  const { escalate, together } = ownNumbers;
  const common = { zone: draft.zone ?? home, language: draft.language ?? messages.tag };
  switch (kind) {
    case 'alerts': {
      const escalation = group === undefined ? null : { group, minutes: numbers.escalate ?? escalate.usual };
      const own: Thresholds = Object.fromEntries(
        thresholds.flatMap(({ key, word }) => (numbers[word] === undefined ? [] : [[key, numbers[word]]])),
      );
      return { ...common, kind, without, atLeast: 1, thresholds: own, escalation, threadOnly };
    }
    case 'leads':
      return { ...common, kind, filters, together: numbers.together ?? together.usual, threadOnly };
    case 'digest': {
      if (schedule === undefined) throw new RangeError('a parsed digest has no schedule');
      return { ...common, kind, schedule, filters, skipEmpty, workingDaysOnly, hijri, without };
    }
    default:
      return kind satisfies never;
  }
}
