/** What a reader of one form of period makes of tokens. */
import type { PlainDate } from '../instant.ts';
import type { PeriodSpec } from '../period.ts';
import type { Token } from './fold.ts';

/**
 * `empty`: no words. `unknown-word`: not understood. `bad-date`: no such day, or not surely this one. `reversed-range`: ends before it begins.
 * `too-long`: more than `MAX_PERIOD_DAYS`. `in-future`: has not begun. `bad-amount`: "last 0 days".
 */
export type PeriodErrorKind =
  | 'empty'
  | 'unknown-word'
  | 'bad-date'
  | 'reversed-range'
  | 'too-long'
  | 'in-future'
  | 'bad-amount';

/** `at` is what was wrong, all of the tokens if absent; `nearest` what may have been meant. */
export interface Misreading {
  readonly ok: false;
  readonly kind: PeriodErrorKind;
  readonly at?: readonly Token[];
  readonly nearest?: PeriodSpec;
}

export type Reading = { readonly ok: true; readonly spec: PeriodSpec } | Misreading;

/** `null` when the tokens are not of the reader's form at all. */
export type Reader = (tokens: readonly Token[], today: PlainDate) => Reading | null;

export function understood(spec: PeriodSpec): Reading {
  return { ok: true, spec };
}

export function wrong(kind: PeriodErrorKind, nearest?: PeriodSpec, at?: readonly Token[]): Misreading {
  return { ok: false, kind, ...(nearest && { nearest }), ...(at && { at }) };
}
