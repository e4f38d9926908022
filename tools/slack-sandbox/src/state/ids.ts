/**
 * Ids and timestamps in Slack's forms. `ts` is seconds with six decimals; it is unique and
 * increases even while the clock stands still.
 */
import { randomBytes, randomUUID } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function newId(prefix: string): string {
  return prefix + Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join('');
}

export function newBlockId(): string {
  return randomBytes(6).toString('base64url').slice(0, 5);
}

export function newEnvelopeId(): string {
  return randomUUID();
}

export function newSecret(bytes = 18): string {
  return randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, '0');
}

export interface TsSource {
  next: () => string;
}

export function createTsSource(now: () => number): TsSource {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(now()) * 1000);
      return microsToTs(last);
    },
  };
}

function microsToTs(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
