/** The result of one reader, which reads one form of period from tokens. */
import type { PlainDate } from '../instant.ts';
import type { TypedPeriod } from '../period.ts';
import type { Token } from './fold.ts';

/**
 * `empty`: no words. `unknown-word`: not understood. `bad-date`: no such day, or ambiguous. `reversed-range`: ends
 * before it begins. `too-long`: more than `MAX_PERIOD_DAYS`. `in-future`: has not begun. `bad-amount`: "last 0 days".
 */
export type PeriodErrorKind =
  | 'empty'
  | 'unknown-word'
  | 'bad-date'
  | 'reversed-range'
  | 'too-long'
  | 'in-future'
  | 'bad-amount';

/** `at`: the invalid tokens, all if absent; `nearest`: a likely correction. */
export interface Misreading {
  readonly ok: false;
  readonly kind: PeriodErrorKind;
  readonly at?: readonly Token[];
  readonly nearest?: TypedPeriod;
}

export type Reading = { readonly ok: true; readonly spec: TypedPeriod } | Misreading;

/** `null` if the tokens don't have the reader's form at all. */
export type Reader = (tokens: readonly Token[], today: PlainDate) => Reading | null;

export function understood(spec: TypedPeriod): Reading {
  return { ok: true, spec };
}

export function wrong(kind: PeriodErrorKind, nearest?: TypedPeriod, at?: readonly Token[]): Misreading {
  return { ok: false, kind, ...(nearest && { nearest }), ...(at && { at }) };
}
