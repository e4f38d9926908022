import type { Act } from './contract.ts';

/** Erases an act's type. The act's own `read` validates the value before it is used. */
export function anyAct<T>(act: Act<T>): Act<unknown> {
  return act as Act<unknown>;
}
