/** Reads amounts such as "last 3 days", "12h", "آخر يومين", "الأيام السبعة الماضية". Pure. A week is seven days. */
import type { Token } from './fold.ts';
import type { Reading } from './reading.ts';
import type { Unit } from './vocabulary.ts';
import { MAX_PERIOD_DAYS } from '../resolve-period.ts';
import { LAST, NUMBERS, PAIRS, UNITS } from './lexicon.ts';
import { understood, wrong } from './reading.ts';

const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;

export function readAmount(tokens: readonly Token[]): Reading | null {
  const words = tokens.filter(({ text }) => !LAST.has(text));
  const saysLast = words.length === tokens.length - 1;
  if (words.length === 0 || words.length > 2 || words.length < tokens.length - 1) return null;

  const pair = PAIRS.get(words[0]?.text ?? '');
  if (pair !== undefined && words.length === 1) return last(2, pair, words);

  const unitWord = words.find(({ text }) => UNITS.has(text));
  const unit = UNITS.get(unitWord?.text ?? '');
  const amount = words.map(amountOf).find((found) => found !== undefined);
  if (words.length === 2) {
    if (unitWord === undefined || unit === undefined || amount === undefined) return null;
    // In "week 34" the number is not an amount but the number of a week, which can't be requested.
    const isNumbered = unit === 'weeks' && !saysLast && words[0] === unitWord;
    return isNumbered ? wrong('unknown-word', { kind: 'last-week' }) : last(amount, unit, [unitWord]);
  }
  if (!saysLast) return null;
  if (amount !== undefined) return wrong('bad-amount', nearestOf(amount, 'days'));
  if (unit === undefined) return null;
  // "past week" means the last 7 days, because "last week" is a period of its own.
  if (unit === 'weeks' || unit === 'months') return understood(nearestOf(1, unit));
  return wrong('bad-amount', nearestOf(24, 'hours'));
}

function amountOf({ text }: Token): number | undefined {
  return NUMBER.test(text) ? Number(text) : NUMBERS.get(text);
}

function last(amount: number, unit: Unit, unitWords: readonly Token[]): Reading {
  const nearest = nearestOf(amount, unit);
  if (!Number.isInteger(amount) || amount < 1) return wrong('bad-amount', nearest);
  if (unit === 'months' || unit === 'minutes') return wrong('unknown-word', nearest, unitWords);
  const days = unit === 'hours' ? amount / 24 : unit === 'weeks' ? amount * 7 : amount;
  return days > MAX_PERIOD_DAYS ? wrong('too-long', nearest) : understood(nearest);
}

function nearestOf(
  amount: number,
  unit: Unit,
): { kind: 'last-hours'; hours: number } | { kind: 'last-days'; days: number } {
  if (unit === 'minutes' || unit === 'hours') {
    return { kind: 'last-hours', hours: bounded(unit === 'minutes' ? amount / 60 : amount, MAX_PERIOD_DAYS * 24) };
  }
  const daysEach = { days: 1, weeks: 7, months: 30 }[unit];
  return { kind: 'last-days', days: bounded(amount * daysEach, MAX_PERIOD_DAYS) };
}

function bounded(amount: number, most: number): number {
  return Math.min(Math.max(Math.ceil(Math.abs(amount)), 1), most);
}
