/**
 * Judges the days that a channel's digests cover. Compares the readable text of the digests with the days that were
 * due and the leads that arrived. Pure.
 */
import type { Message } from '@leadbell/slack-sandbox';
import { nothing, type Tally } from '../tally.ts';
import { textOf } from './text.ts';

export interface DueDigests {
  readonly channel: string;
  /** Days since the epoch, with both ends included. Each day must be in exactly one digest. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Returns how many leads arrived on a day; the days are counted from the epoch. */
  readonly leadsOn: (day: number) => number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly leads: number;
  readonly ts: string;
}

const date = String.raw`\p{L}+ \d{1,2} \p{L}+(?: \d{4})?`;
const headline = new RegExp(String.raw`"(${date})(?: – (${date}))?: ([\d,]+|no) leads?`, 'u');
const dayMs = 86_400_000;

function dayOf(text: string, year: string): number {
  const words = text.replace(/^\p{L}+ /u, '');
  return Math.floor(Date.parse(`${/\d{4}$/.test(words) ? words : `${words} ${year}`} UTC`) / dayMs);
}

/** Reads a text such as "Monday 2 March – Tuesday 3 March 2026: 2 leads". */
function rangeOf(message: Message): Range | null {
  const [, first, second, count] = headline.exec(textOf(message)) ?? [];
  if (first === undefined || count === undefined) return null;
  const year = /\d{4}$/.exec(second ?? first)?.[0] ?? '';
  const to = dayOf(second ?? first, year);
  return {
    from: dayOf(first, year),
    to,
    leads: count === 'no' ? 0 : Number(count.replaceAll(',', '')),
    ts: message.ts,
  };
}

export function judgeRanges(due: readonly DueDigests[], ledger: readonly Message[]): Tally {
  const details: string[] = [];
  const sum = { messages: 0, lost: 0, doubled: 0, wrongRanges: 0 };
  for (const { channel, firstDay, lastDay, leadsOn } of due) {
    const posts = ledger.filter(
      (one) =>
        one.channel === channel &&
        one.ephemeralTo === undefined &&
        one.threadTs === undefined &&
        one.botId !== undefined,
    );
    const ranges = posts.map((post) => rangeOf(post));
    sum.messages += posts.length;
    const covered = new Map<number, number>();
    for (const range of ranges) {
      if (range === null) {
        sum.wrongRanges += 1;
        details.push(`a message without a range in ${channel}`);
        continue;
      }
      let leads = 0;
      for (let day = range.from; day <= range.to; day += 1) {
        covered.set(day, (covered.get(day) ?? 0) + 1);
        leads += leadsOn(day);
      }
      if (leads === range.leads) continue;
      sum.wrongRanges += 1;
      details.push(
        `${channel}: days ${range.from} to ${range.to} have ${leads} leads, and the digest says ${range.leads}`,
      );
    }
    for (let day = firstDay; day <= lastDay; day += 1) {
      const times = covered.get(day) ?? 0;
      if (times === 1) continue;
      if (times === 0) sum.lost += 1;
      else sum.doubled += times - 1;
      details.push(`${channel}: ${new Date(day * dayMs).toISOString().slice(0, 10)} is in ${times} digests`);
    }
  }
  return { ...nothing, ...sum, details };
}
