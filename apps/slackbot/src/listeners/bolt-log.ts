/** Bolt's log lines in ours. Its debug lines hold whole payloads, so they are dropped; of the others the sentence alone is kept, and cut. */
import { cutText } from '@leadbell/domain';
import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { Log } from '../log.ts';

const maxChars = 300;

export function boltLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug({ says: sentence(parts) }, 'bolt'),
    warn: (...parts: unknown[]) => log.warn({ says: sentence(parts) }, 'bolt'),
    error: (...parts: unknown[]) => log.error({ says: sentence(parts) }, 'bolt'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function sentence(parts: readonly unknown[]): string {
  return cutText(parts.filter((part) => typeof part === 'string').join(' '), maxChars);
}
