import { expect, test } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { type ConnectionHealth, connectionState, type ConnectionState } from './health.ts';

const now = Date.UTC(2026, 10, 23, 12) as Instant;
const minutesAgo = (minutes: number) => (now - minutes * 60_000) as Instant;

type Facts = Pick<ConnectionHealth, 'overdueSince' | 'failedSince' | 'lastOkAt' | 'coveredTo'>;
const reading: Facts = { overdueSince: null, failedSince: null, lastOkAt: minutesAgo(1), coveredTo: minutesAgo(1) };

test.each<[string, Partial<Facts>, ConnectionState]>([
  ['read a minute ago', {}, 'reading'],
  ['polled once an hour', { lastOkAt: minutesAgo(61), coveredTo: minutesAgo(61) }, 'reading'],
  ['read up to yesterday after downtime', { lastOkAt: minutesAgo(1_500), coveredTo: minutesAgo(1_500) }, 'catching-up'],
  ['its clock moved back', { lastOkAt: minutesAgo(-1_500), coveredTo: minutesAgo(-1_500) }, 'reading'],
  ['nothing read yet', { lastOkAt: null, coveredTo: null }, 'never-read'],
  ['the first days read, no poll finished', { lastOkAt: null, coveredTo: minutesAgo(9_000) }, 'never-read'],
  ['behind and failing', { failedSince: minutesAgo(9), coveredTo: minutesAgo(1_500) }, 'failing'],
  ['behind and overdue', { overdueSince: minutesAgo(9), coveredTo: minutesAgo(1_500) }, 'overdue'],
])('%s', (_, facts, state) => {
  expect(connectionState({ ...reading, ...facts }, now, true)).toBe(state);
  expect(connectionState({ ...reading, ...facts }, now, false)).toBe('off');
});
