/**
 * Converts an error to log fields. Pure. The message of an unknown error is left out, because it may quote personal
 * data; its name, code and stack frames are kept.
 */
import { cutText } from '@leadbell/domain';
import { LeadsApiError } from '@leadbell/leads-api';
import type { LogFields } from './log.ts';
import { slackProblem } from '@leadbell/slack-kit';

const maxFrames = 8;

export function errorFields(error: unknown): LogFields {
  if (error instanceof LeadsApiError) {
    const { status, retryAfterMs, path, attempts } = error.details;
    return { kind: `dms.${error.kind}`, reason: error.message, status, retryAfterMs, path, attempts };
  }
  const problem = slackProblem(error);
  if (problem !== null)
    return { kind: `slack.${problem.class}`, code: problem.code, retryAfterMs: problem.retryAfterMs };
  if (!(error instanceof Error)) return { kind: 'unknown', name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? cutText(error.code, 60) : undefined;
  return { kind: 'unknown', name: error.name, code, stack: frames(withoutMessage(error)) };
}

/** Removes the message from the stack, because the message's lines may look like stack frames. */
function withoutMessage({ stack = '', message }: Error): string {
  return message === '' ? stack : stack.split(message).slice(1).join(message);
}

function frames(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, maxFrames)
    .map((line) => line.trim());
}
