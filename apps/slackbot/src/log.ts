/**
 * The log: JSON lines of named events. Callers pass ids, kinds, counts and durations: never a
 * token, a message's text or personal data. As a second guard, everything that looks like a token
 * and every registered secret is removed from each line.
 */
import type { LogLevel } from '@leadbell/settings';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';

export interface Log {
  debug(fields: LogFields, event: string): void;
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
}

export interface OwnLog extends Log {
  /** Registers more secrets to remove. */
  hide(secrets: readonly string[]): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

export interface LogOptions {
  readonly level: LogLevel;
  /** Secrets that are never printed. */
  readonly secrets: readonly string[];
  /** Where lines are written; standard output by default. */
  readonly destination?: DestinationStream;
}

const looksSecret = /\b(?:xox[a-z]-|xapp-|Bearer |Basic )[\w.~+/=-]{3,}|https?:\/\/hooks\.slack\.com\/[^\s"]+/g;
/** Shorter secrets would remove innocent words; the settings reject shorter tokens. */
const minSecret = 4;

export function createLog({ level, secrets, destination }: LogOptions): OwnLog {
  let all = secrets;
  let known = asLogged(all);
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        streamWrite: (line) =>
          known.reduce((safe, secret) => safe.replaceAll(secret, '[secret]'), line).replace(looksSecret, '[secret]'),
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return Object.assign(log, {
    hide(more: readonly string[]) {
      all = [...new Set([...all, ...more])];
      known = asLogged(all);
    },
  });
}

/** The secrets as they appear in lines, the longest first, because one secret may contain another. */
function asLogged(secrets: readonly string[]): readonly string[] {
  return secrets
    .filter((secret) => secret.length >= minSecret)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .toSorted((a, b) => b.length - a.length);
}
