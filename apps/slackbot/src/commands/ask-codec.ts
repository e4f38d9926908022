/**
 * An ask as text for a button's or an option's value: compact (most asks are under 75 characters, Slack's limit for an option), versioned, and checked
 * when it comes back, for it comes from outside. Pure. `decode…` gives null for whatever is not ours.
 */
import type { Ask } from './command.ts';

export function encodeAsk(ask: Ask): string {
  return JSON.stringify(ask);
}

export function decodeAsk(_value: string): Ask | null {
  return null;
}

/** What an *Open* button carries: which lead, of which ask. */
export interface Open {
  readonly ask: Ask;
  readonly leadRef: string;
}

export function encodeOpen(open: Open): string {
  return JSON.stringify(open);
}

export function decodeOpen(_value: string): Open | null {
  return null;
}
