import type { Act } from './contract.ts';

/** An act among others: what it is about is known to itself alone, and read before it is used. */
export function anyAct<T>(act: Act<T>): Act<unknown> {
  return act as Act<unknown>;
}
