/** The result of a reader; each reader reads one form of period from tokens. */
import type { PlainDate } from '../instant.ts';
import type { TypedPeriod } from '../period.ts';
import type { Token } from './fold.ts';

/**
 * `empty`: no words. `unknown-word`: not understood. `bad-date`: the day does not exist, or the date may be read in two
 * ways. `reversed-range`: the period ends before it begins. `too-long`: the period has more than `MAX_PERIOD_DAYS`.
 * `in-future`: the period has not begun. `bad-amount`: the amount is not possible, as in "last 0 days".
 */
export type PeriodErrorKind =
  | 'empty'
  | 'unknown-word'
  | 'bad-date'
  | 'reversed-range'
  | 'too-long'
  | 'in-future'
  | 'bad-amount';

/** `at`: the wrong tokens; absent if all tokens are wrong. `nearest`: a likely correction. */
export interface Misreading {
  readonly ok: false;
  readonly kind: PeriodErrorKind;
  readonly at?: readonly Token[];
  readonly nearest?: TypedPeriod;
}

export type Reading = { readonly ok: true; readonly spec: TypedPeriod } | Misreading;

/** Returns `null` if the tokens do not have the reader's form. */
export type Reader = (tokens: readonly Token[], today: PlainDate) => Reading | null;

export function understood(spec: TypedPeriod): Reading {
  return { ok: true, spec };
}

export function wrong(kind: PeriodErrorKind, nearest?: TypedPeriod, at?: readonly Token[]): Misreading {
  return { ok: false, kind, ...(nearest && { nearest }), ...(at && { at }) };
}
