/**
 * `preview 3` shows what a subscription would have sent over the last days, with the latest message
 * in full. Only the person who asks sees it; nothing is posted.
 */
import { type Id, type Instant, nextOccurrence, type Occurrence, previousOccurrence } from '@leadbell/domain';
import { type PreviewLine, previewCard, subscriptionsCard } from '../subscription-cards.ts';
import { digestCard } from '../../digest/digest-card.ts';
import { gatherDigest, periodOfSpan, readPeriod } from '../../digest/gather.ts';
import { messagesFor } from '../../../words/index.ts';
import { alertListCard } from '../../alerts/alert-list.ts';
import { isWanted } from '../../alerts/thresholds.ts';
import type { Card } from '@leadbell/slack-kit';
import { type AlertsDefinition, closedDays, type DigestDefinition } from '../../../subscriptions/definition.ts';
import type { AnswerContext } from '../../../reports/context.ts';
import { idField, queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

const mostTimes = 7;
const mostAlerts = 1_000;
const weekMs = 7 * 86_400_000;
/** If the latest scheduled time is longer ago than this, only that time is shown. */
const lookBackMs = 15 * 86_400_000;

interface PreviewQuery extends Query {
  readonly id?: Id;
}

export const preview: Command = defineCommand<PreviewQuery>({
  name: 'preview',
  synonyms: ['معاينة'],
  usage: (messages) => messages.commands.preview,
  needs: 'see lists',
  does: 'reads',
  query: queryOf('preview', { id: v.exactOptional(idField) }),
  parse: ({ rest }, context) => {
    const query = { command: 'preview', share: false };
    if (rest === '') return { ok: true, query };
    const parsed = readId(rest, context.messages.commands.preview.form, context);
    return parsed.ok ? { ok: true, query: { ...query, id: parsed.id } } : parsed;
  },
  answer: async ({ id }, context) => {
    const all = await context.subscriptionService.list(context.place);
    const one = all.find((listed) => listed.id === ownNumber(id));
    if (one?.definition?.kind === 'alerts') return previewAlerts(one.definition, context);
    if (one?.definition?.kind !== 'digest') return subscriptionsCard(all, context);
    const { definition } = one;
    const times = timesBefore(context.now, definition, context);
    const [last] = times;
    if (last === undefined) return subscriptionsCard(all, context);
    const lines: PreviewLine[] = [];
    for (const time of times) {
      const period = periodOfSpan(definition, { first: time, last: time }, context.calendar);
      const { summary } = await readPeriod(period, definition, context, context.signal);
      lines.push({ at: time.at, leads: summary.total, isSent: summary.total > 0 || !definition.skipEmpty });
    }
    const period = periodOfSpan(definition, { first: last, last }, context.calendar);
    const facts = await gatherDigest(definition, period, context, context.signal);
    const digest = digestCard({ ...facts, merged: 1, meantFor: null }, messagesFor(definition.language));
    return previewCard(one, lines, digest, context);
  },
});

/**
 * Previews a subscription to alerts: alerts are stored even without subscribers, so the history
 * shows what would have been sent.
 */
async function previewAlerts(
  definition: AlertsDefinition,
  { alerts, messages, now, zone }: AnswerContext,
): Promise<Card> {
  const happened = (await alerts.latest(mostAlerts)).filter(
    (alert) => (alert.state.firedAt ?? 0) > now - weekMs && isWanted(alert, definition, alerts.settings),
  );
  const listed = happened.slice(0, mostTimes);
  const card = alertListCard(listed, { messages, zone, errorTexts: await alerts.errorTexts(listed) });
  const told = messages.alerts.told(happened.length);
  return { ...card, summary: told, parts: [{ kind: 'text', text: [{ words: told, style: 'bold' }] }, ...card.parts] };
}

/** Returns the latest time first. */
function timesBefore(now: Instant, definition: DigestDefinition, { calendar }: AnswerContext): Occurrence[] {
  const { schedule, zone } = definition;
  const isClosed = closedDays(definition, calendar);
  const times: Occurrence[] = [];
  // Search backwards from the next time, so that a digest that is due in this minute is found too.
  let before = nextOccurrence(schedule, zone, now, isClosed).at;
  while (times.length < mostTimes) {
    const time = previousOccurrence(schedule, zone, before, isClosed);
    if (times.length > 0 && time.at < now - lookBackMs) break;
    times.push(time);
    before = time.at;
  }
  return times;
}
