/**
 * `replay bulk-errors from-5 last 14 days` shows how often a rule would have alerted, before it is
 * switched on. Only the person who asks sees it; nothing is posted.
 */
import {
  type AlertRuleId,
  type Instant,
  type PeriodSpec,
  replayableRules,
  replayNumbers,
  resolvePeriod,
} from '@leadbell/domain';
import { nothingToReplayCard, replayCard } from '../replay-card.ts';
import { areWithinBounds, readReplay, writeReplay } from '../replay-request.ts';
import { periodField, queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { numberName, ruleWords } from '../../../commands/option-words.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { readPeriod } from '../../../commands/periods.ts';
import { fixedSpec } from '../../../queries/periods.ts';
import type { Messages } from '../../../words/index.ts';

/** How long the history of bulks is kept, in days. */
const keptDays = 35;
const keptMs = keptDays * 86_400_000;

interface ReplayQuery extends Query {
  readonly period: PeriodSpec;
  /** Absent: all rules. */
  readonly rule?: AlertRuleId;
  /** The numbers to try; the keys are their words, such as `from`. */
  readonly numbers?: Readonly<Record<string, number>>;
}

export const replay: Command = defineCommand<ReplayQuery>({
  name: 'replay',
  synonyms: ['محاكاة', 'إعادة'],
  usage: (messages) => messages.commands.replay,
  needs: 'see lists',
  does: 'reads',
  query: queryOf('replay', {
    period: periodField,
    rule: v.exactOptional(v.picklist(replayableRules)),
    numbers: v.exactOptional(v.pipe(v.record(v.string(), v.number()), v.check(areWithinBounds))),
  }),
  parse: ({ rest, filters }, context) => {
    const say = context.messages.replay;
    const { request, wrong, rest: others } = readReplay(rest);
    const { form } = context.messages.commands.replay;
    const [begins = ''] = form.split(' ');
    const suggestion =
      request.rule === null || wrong?.why === 'live-only'
        ? form
        : `${begins} ${ruleWords.typed(request.rule, context.messages.tag)}`;
    if (Object.keys(filters).length > 0) return { ok: false, complaint: { sentence: say.noFilters, suggestion } };
    if (wrong !== null) {
      const { why, word } = wrong;
      const sentence =
        why === 'bounds'
          ? say.outOfBounds(word)
          : why === 'live-only'
            ? say.liveOnly(word)
            : say.otherRule(word, rulesWithNumbers(context.messages));
      return { ok: false, complaint: { sentence, suggestion } };
    }
    const parsed = readPeriod(
      others.length === 0 ? context.messages.typed.lastDays(7) : others.join(' '),
      context,
      [begins, ...writeReplay(request, context.messages.tag), ''].join(' '),
    );
    if (!parsed.ok) return parsed;
    const { rule, numbers } = request;
    return {
      ok: true,
      query: {
        command: 'replay',
        period: parsed.spec,
        share: false,
        ...(rule === null ? {} : { rule }),
        ...(numbers.size === 0 ? {} : { numbers: Object.fromEntries(numbers) }),
      },
    };
  },
  answer: async ({ rule = null, numbers = {}, period }, context) => {
    const { now, replay: run, signal, scope, messages } = context;
    if (scope !== 'all') return sentenceCard(messages.access.needsAll, messages);
    const request = { rule, numbers: new Map(Object.entries(numbers)) };
    const resolved = resolvePeriod(period, context);
    const { window } = resolved;
    const kept = {
      from: Math.max(window.from, now - keptMs) as Instant,
      to: Math.min(window.to, now) as Instant,
    };
    const replayed = kept.from < kept.to ? await run(request, kept, signal) : null;
    return replayed === null
      ? nothingToReplayCard(keptDays, context)
      : replayCard(replayed, request, window.from < kept.from ? keptDays : null, {
          ...context,
          period: fixedSpec(resolved),
        });
  },
});

/** Lists the rules that have numbers, such as `bulk-errors (from, share)`. */
function rulesWithNumbers({ tag, listSeparator }: Messages): string {
  return [...Map.groupBy(replayNumbers, ({ rule }) => rule)]
    .map(([rule, its]) => {
      const names = its.map(({ word }) => numberName(word, tag));
      return `${ruleWords.typed(rule, tag)} (${names.join(listSeparator)})`;
    })
    .join(listSeparator);
}
