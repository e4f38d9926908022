import { LeadsApiError } from '@leadbell/leads-api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { errorFields } from './log-error.ts';
import { problemOf, SlackRefusal } from '@leadbell/slack-kit';

function logged(secrets: readonly string[], level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const log = createLog({ level, secrets, destination: { write: (line) => void lines.push(line) } });
  return { log, lines };
}

test('a log line is JSON with a time, a level and an event', () => {
  const { log, lines } = logged([]);
  log.info({ command: 'today', tookMs: 12 }, 'answered');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.any(String) as string,
    event: 'answered',
    command: 'today',
    tookMs: 12,
  });
});

test('log lines below the log level are not written', () => {
  const { log, lines } = logged([]);
  log.debug({}, 'detail');
  expect(lines).toEqual([]);
});

test('no registered secret appears in any line', () => {
  const secret = fc.string({ unit: 'grapheme-ascii', minLength: 4, maxLength: 30 }).map((text) => `S${text}S`);
  fc.assert(
    fc.property(secret, fc.string(), (value, around) => {
      const { log, lines } = logged([value]);
      log.error({ says: `${around}${value}${around}` }, 'x');
      expect(JSON.parse(lines[0] ?? '')).not.toHaveProperty('says', expect.stringContaining(value));
      expect(lines[0]).toContain('[secret]');
    }),
  );
});

test('everything that looks like a token is removed, and so is a response_url', () => {
  const { log, lines } = logged([]);
  log.warn({ says: 'xoxb-1-2-abc xapp-1-A-2-b Bearer abc.def https://hooks.slack.com/commands/T1/2/abc' }, 'x');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ says: '[secret] [secret] [secret] [secret]' });
});

test('a secret that is registered later is removed from then on', () => {
  const { log, lines } = logged(['first-secret']);
  log.hide(['second-secret']);
  log.info({ says: 'first-secret second-secret' }, 'x');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ says: '[secret] [secret]' });
});

test('an error is logged without its message, which may quote a person', () => {
  expect(errorFields(new LeadsApiError('timeout', 'no answer in 60 s', { attempts: 4 }))).toMatchObject({
    kind: 'dms.timeout',
    reason: 'no answer in 60 s',
    attempts: 4,
  });
  expect(errorFields(new SlackRefusal(problemOf('invalid_blocks')))).toMatchObject({
    kind: 'slack.message',
    code: 'invalid_blocks',
  });
  const fields = errorFields(new SyntaxError('Unexpected token in "Invented Person"\n  second line'));
  expect(fields).toMatchObject({ kind: 'unknown', name: 'SyntaxError' });
  expect(JSON.stringify(fields)).not.toMatch(/Invented|second line/);
  expect(errorFields(undefined)).toEqual({ kind: 'unknown', name: 'undefined' });
});
