/**
 * Writes log lines of Slack's libraries to our log. Debug lines contain whole payloads and are dropped; other lines
 * keep only their text, which is cut.
 */
import { cutText } from '@leadbell/domain';
import { type Logger, LogLevel } from '@slack/web-api';

const maxChars = 300;

type Say = (fields: { readonly says: string }, event: string) => void;

export function slackLog(log: { readonly debug: Say; readonly warn: Say; readonly error: Say }): Logger {
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
