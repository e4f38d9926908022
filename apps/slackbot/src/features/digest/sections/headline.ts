/** Such as: `Sunday 24 August 2025: 128 leads`, then `14% more than the day before (112)`. */
import { periodDates } from '../../../cards/head.ts';
import { lines, words } from '../../../cards/text.ts';
import type { DigestFacts, Section } from '../facts.ts';
import type { Messages } from '../../../words/index.ts';

export const headline: Section<'headline'> = {
  id: 'headline',
  present: (facts, { messages }) => {
    const { leads } = messages;
    const { firstDate, lastDate } = facts.period;
    const dates = firstDate === lastDate ? [lastDate] : [firstDate, lastDate];
    const hijri = facts.hijri ? ` (${dates.map((date) => messages.formats.digest.hijri(date)).join(' – ')})` : '';
    const told = `${periodDates(facts.period, { messages })}${hijri}: ${leads.count(facts.answer.summary.total)}`;
    return {
      kind: 'text',
      text: lines([words(told, 'bold'), ...changes(facts, messages).map((change) => words(change))]),
    };
  },
};

/** Compares the number of leads with the period before, and with the same period a week earlier. */
export function changes(
  { answer, before, weekBefore, days }: DigestFacts,
  { digest, formats: { digest: format } }: Messages,
): string[] {
  const { total } = answer.summary;
  const told = (then: number | null, say: (change: string, then: string) => string): string[] =>
    then === null ? [] : [say(changeOf(total, then), format.number(then))];
  function changeOf(now: number, then: number): string {
    if (now === then) return digest.same;
    // A change from zero has no percentage, so show the number.
    if (then === 0) return digest.up(format.number(now - then));
    const share = format.percent(Math.abs(now - then), then);
    return now > then ? digest.up(share) : digest.down(share);
  }
  return [
    ...told(before, days === 1 ? digest.onDayBefore : digest.onDaysBefore),
    ...told(weekBefore, digest.onWeekBefore),
  ];
}
