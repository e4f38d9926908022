/** Shows the habits of the DMS that Leadbell has learned and that the DMS's documentation does not specify. Pure. */
import type { ConnectionHealth } from '@leadbell/domain';
import type { Messages } from '../../words/index.ts';
import type { CardPart } from '@leadbell/slack-kit';
import { lines, words } from '../../cards/text.ts';

/** Smaller clock differences are not shown: they have no effect. */
const clockMs = 60_000;

/** Returns null while nothing has been learned. */
export function learnedPart(
  { habits }: Pick<ConnectionHealth, 'habits'>,
  { messages }: { readonly messages: Messages },
): CardPart | null {
  const { status, watch } = messages;
  const say = status.learned;
  const { fromIncluded, toIncluded, sevenDays, longestWindowMs, refusesFuture, capBulks, capLeads } = habits;
  const { lateMs, isLaterThanDay, clockOffsetMs } = habits;
  const learned = [
    fromIncluded === null ? null : say.fromDate(fromIncluded),
    toIncluded === null ? null : say.toDate(toIncluded),
    sevenDays === 'hours' ? say.sevenHours : sevenDays === 'dates' ? say.sevenDates : null,
    sevenDays === 'shorter' ? say.longest(watch.lasted(longestWindowMs)) : null,
    refusesFuture ? say.noFuture : null,
    capBulks === null ? null : say.capBulks(capBulks),
    capLeads === null ? null : say.capLeads(capLeads),
    lateMs === null ? null : say.late(watch.lasted(lateMs)),
    isLaterThanDay ? say.laterThanDay : null,
    clockOffsetMs === null || Math.abs(clockOffsetMs) < clockMs
      ? null
      : clockOffsetMs > 0
        ? say.ahead(watch.lasted(clockOffsetMs))
        : say.behind(watch.lasted(-clockOffsetMs)),
  ].filter((line) => line !== null);
  if (learned.length === 0) return null;
  return { kind: 'text', text: lines([words(say.title, 'bold'), ...learned.map((line) => words(line))]) };
}
