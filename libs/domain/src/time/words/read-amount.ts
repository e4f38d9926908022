/** "last 3 days", "12h", "آخر يومين", "الأيام السبعة الماضية". Pure. Weeks are seven days each. */
import type { Token } from './fold.ts';
import type { Reading } from './reading.ts';
import type { Unit } from './vocabulary.ts';
import { MAX_PERIOD_DAYS } from '../resolve-period.ts';
import { LAST, NUMBERS, PAIRS, UNITS } from './lexicon.ts';
import { understood, wrong } from './reading.ts';

const NUMBER = /^[-+]?\d+(?:[./]\d+)?$/;

export function readAmount(tokens: readonly Token[]): Reading | null {
  const words = tokens.map(({ text }) => text).filter((text) => !LAST.has(text));
  const saysLast = words.length === tokens.length - 1;
  if (words.length === 0 || words.length > 2 || words.length < tokens.length - 1) return null;

  const pair = words.length === 1 ? PAIRS.get(words[0] ?? '') : undefined;
  if (pair !== undefined) return last(2, pair);

  const unit = words.map((word) => UNITS.get(word)).find((found) => found !== undefined);
  const amount = words.map(amountOf).find((found) => found !== undefined);
  if (words.length === 2) return unit === undefined || amount === undefined ? null : last(amount, unit);
  if (!saysLast) return null;
  if (amount !== undefined) return wrong('bad-amount', nearestOf(amount, 'days'));
  return unit === undefined
    ? null
    : wrong('bad-amount', nearestOf(unit === 'weeks' ? 1 : 24, unit === 'weeks' ? unit : 'hours'));
}

function amountOf(word: string): number | undefined {
  return NUMBER.test(word) ? Number(word.replace('/', '.')) : NUMBERS.get(word);
}

function last(amount: number, unit: Unit): Reading {
  const nearest = nearestOf(amount, unit);
  if (!Number.isInteger(amount) || amount < 1) return wrong('bad-amount', nearest);
  if (unit === 'months' || unit === 'minutes') return wrong('unknown-word', nearest);
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
