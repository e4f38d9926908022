import type { Act } from './contract.ts';

/** Returns the act without the type of its value. The act's own `read` validates the value before it is used. */
export function anyAct<T>(act: Act<T>): Act<unknown> {
  return act as Act<unknown>;
}
