/**
 * `silence source:Website 2h maintenance`, `silence error:"Branch not found" 2h` make matching alerts
 * quiet for a while; a resolve of such an alert is still posted.
 */
import { typedNote } from '../typed-note.ts';
import { silences } from '../acts.ts';
import { type AlertRuleId, alertRules, cutText, foldWord, type LeadFilter } from '@leadbell/domain';
import { silencedTitle, silencesCard } from '../alert-list.ts';
import { unseenLines } from '../unseen-lines.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { lines } from '../../../cards/text.ts';
import { filtersField, queryOf, textField } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import * as v from 'valibot';
import { ruleWords } from '../../../commands/option-words.ts';
import { wordTable } from '../../../commands/word-table.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const unitWords = wordTable<keyof typeof unitMs>({
  minute: ['m', 'min', 'mins', 'minute', 'minutes', 'د', 'دقيقة', 'دقائق'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours', 'س', 'ساعة', 'ساعات'],
  day: ['d', 'day', 'days', 'ي', 'يوم', 'أيام'],
});
/** Arabic has a single word for two minutes, two hours or two days. */
const pairWords = wordTable<keyof typeof unitMs>({
  minute: ['دقيقتين', 'دقيقتان'],
  hour: ['ساعتين', 'ساعتان'],
  day: ['يومين', 'يومان'],
});
const longestMs = 31 * 86_400_000;
const maxReason = 100;

const one = v.exactOptional(textField);
const matchersField = v.strictObject({
  source: one,
  brand: one,
  branch: one,
  error: one,
  rule: v.exactOptional(v.picklist(alertRules)),
});
const silenceQuery = queryOf('silence', {
  matchers: matchersField,
  ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(longestMs)),
  reason: v.pipe(v.string(), v.maxLength(maxReason)),
});
type Matchers = v.InferOutput<typeof matchersField>;
type Words = Query & { readonly command: 'silence'; readonly filters: LeadFilter; readonly words: string };

interface SilenceQuery extends Query {
  readonly matchers: Matchers;
  readonly ms: number;
  /** May be empty. */
  readonly reason: string;
}

export const silence: Command = defineCommand<SilenceQuery>({
  name: 'silence',
  synonyms: ['mute', 'إسكات', 'أسكت'],
  usage: (messages) => messages.commands.silence,
  needs: 'silence',
  does: {
    isAct: () => true,
    object: () => silences,
    detail: ({ matchers, ms, reason }) => JSON.stringify([matchers, ms, reason]),
    afterRestart: 'done',
  },
  query: v.union([
    silenceQuery,
    v.pipe(queryOf('silence', { filters: filtersField, words: textField }), v.transform(fromWords)),
  ]),
  takesError: true,
  parse: ({ rest, filters, error }, { messages }) => {
    const { ms, rule, reason } = readSilence(rest);
    const matchers = matchersOf(filters, rule, error ?? null);
    if (ms === null || matchers === null || Object.keys(matchers).length === 0) {
      return {
        ok: false,
        complaint: { sentence: messages.complaints.whatToSilence, suggestion: messages.commands.silences.form },
      };
    }
    return { ok: true, query: { command: 'silence', share: false, matchers, ms, reason } };
  },
  answer: async ({ matchers, ms, reason }, context) => {
    const { alerts, place, messages, zone } = context;
    if (!(await alerts.maySilence(place.user))) return sentenceCard(messages.alerts.mayNotSilence, messages);
    const made = await alerts.silence(matchers, ms, reason, place.user);
    const card = silencesCard([made], silencedTitle(made, messages, zone), messages, zone);
    const unseen = unseenLines(matchers, context);
    return unseen.length === 0 ? card : { ...card, parts: [...card.parts, { kind: 'text', text: lines(unseen) }] };
  },
});

/** Returns null for filters that a silence can't have: a silence matches at most one value of each filter. */
function matchersOf(filters: LeadFilter, rule: AlertRuleId | null, error: string | null): Matchers | null {
  const { source, brand, branch, ...others } = filters;
  if (Object.keys(others).length > 0) return null;
  const named = Object.entries({ source, brand, branch }).filter(([, value]) => value !== undefined);
  if (named.some(([, value]) => value?.isNot === true || value?.alternatives.length !== 1)) return null;
  return {
    ...Object.fromEntries(named.map(([name, value]) => [name, value?.alternatives[0]])),
    ...(error === null ? {} : { error }),
    ...(rule === null ? {} : { rule }),
  };
}

/** Converts a query as releases before 1.0 stored it in the inbox: `error:"…"` before the other words. */
function fromWords({ filters, words, ...query }: Words): SilenceQuery {
  const [whole = '', error = null] = /^error:"([^"]*)" /.exec(words) ?? [];
  const { ms, rule, reason } = readSilence(words.slice(whole.length));
  return { ...query, matchers: matchersOf(filters, rule, error) ?? {}, ms: ms ?? 0, reason };
}

interface Read {
  readonly ms: number | null;
  readonly rule: AlertRuleId | null;
  readonly reason: string;
}

function readSilence(text: string): Read {
  const others: string[] = [];
  let ms: number | null = null;
  let rule: AlertRuleId | null = null;
  const words = text.split(' ').filter((one) => one !== '');
  for (let index = 0; index < words.length; index += 1) {
    const [word = '', next = ''] = words.slice(index, index + 2);
    const lasting = ms === null ? readLasting(word, next) : null;
    const named = ruleWords.named(word);
    if (lasting !== null) {
      ms = Math.min(longestMs, lasting.ms);
      index += lasting.words - 1;
    } else if (named !== undefined && rule === null) rule = named;
    else others.push(word);
  }
  return { ms, rule, reason: cutText(typedNote(others.join(' ')), maxReason).trimEnd() };
}

/** Reads a length such as `2h`, `2 hours` or `ساعتين`, and counts its words. */
function readLasting(word: string, next: string): { readonly ms: number; readonly words: number } | null {
  const pair = pairWords.named(word);
  if (pair !== undefined) return { ms: 2 * unitMs[pair], words: 1 };
  const [, count, together = ''] = /^(\d{1,4})(\p{L}*)$/u.exec(foldWord(word)) ?? [];
  const unit = unitWords.named(together === '' ? next : together);
  if (count === undefined || unit === undefined) return null;
  return { ms: Math.max(1, Number(count)) * unitMs[unit], words: together === '' ? 2 : 1 };
}
