import { expect, test } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { type ConnectionHealth, connectionState, type ConnectionState } from './health.ts';

const now = Date.UTC(2026, 10, 23, 12) as Instant;
const minutesAgo = (minutes: number) => (now - minutes * 60_000) as Instant;

type Facts = Pick<ConnectionHealth, 'overdueSince' | 'failedSince' | 'lastOkAt' | 'coveredTo'>;
const reading: Facts = { overdueSince: null, failedSince: null, lastOkAt: minutesAgo(1), coveredTo: minutesAgo(1) };

test.each<[string, Partial<Facts>, ConnectionState]>([
  ['it was read a minute ago', {}, 'reading'],
  ['it is polled once an hour', { lastOkAt: minutesAgo(61), coveredTo: minutesAgo(61) }, 'reading'],
  ['it was last read yesterday', { lastOkAt: minutesAgo(1_500), coveredTo: minutesAgo(1_500) }, 'catching-up'],
  ['the clock was moved back', { lastOkAt: minutesAgo(-1_500), coveredTo: minutesAgo(-1_500) }, 'reading'],
  ['nothing was read yet', { lastOkAt: null, coveredTo: null }, 'never-read'],
  [
    'the first days were read, but no poll has finished',
    { lastOkAt: null, coveredTo: minutesAgo(9_000) },
    'never-read',
  ],
  ['it is behind and fails', { failedSince: minutesAgo(9), coveredTo: minutesAgo(1_500) }, 'failing'],
  ['it is behind and overdue', { overdueSince: minutesAgo(9), coveredTo: minutesAgo(1_500) }, 'overdue'],
])('the state of a connection: %s', (_, facts, state) => {
  expect(connectionState({ ...reading, ...facts }, now, true)).toBe(state);
  expect(connectionState({ ...reading, ...facts }, now, false)).toBe('off');
});
