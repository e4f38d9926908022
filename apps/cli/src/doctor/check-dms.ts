/**
 * Checks the clock of the DMS, and whether the DMS can be reached, accepts our sign-in and answers
 * in the expected form. Effects: sends requests to the DMS. Errors: none.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '@leadbell/domain';
import { createLeadsApi, LeadsApiError } from '@leadbell/leads-api';
import type { Settings } from '@leadbell/settings';
import { counted } from '../text.ts';
import { whyIn } from '../why.ts';
import { clockFinding, type Finding, findingsOf } from './finding.ts';

const hourMs = 3_600_000;
const patienceMs = 20_000;

/** `isKnown`: whether this address has answered before. */
export async function checkDms({ dms, zone }: Settings, isKnown: boolean): Promise<readonly Finding[]> {
  const { ok, warn, fail } = findingsOf('dms');
  let offsetMs: number | null = null;
  const api = createLeadsApi(
    { ...dms, zone, attempts: 1, totalTimeoutMs: patienceMs, hasAnsweredBefore: () => isKnown },
    {
      now: () => Date.now(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      random: Math.random,
      log: () => {},
      async fetch(input, init) {
        const response = await fetch(input, init);
        const at = Date.parse(response.headers.get('date') ?? '');
        if (Number.isFinite(at)) offsetMs = at + 500 - Date.now();
        return response;
      },
    },
  );
  const now = Date.now() as Instant;
  const window = { from: (now - hourMs) as Instant, to: now };
  const seen = { bulks: 0, leads: 0 };
  const unread = new Map<string, number>();
  try {
    for await (const part of api.read({ kind: 'window', window })) {
      if (part.type === 'leads') seen.leads += part.leads.length;
      if (part.type === 'bulk') seen.bulks += 1;
      if (part.type === 'problem') {
        const { problem, count = 1 } = part;
        unread.set(problem.field || 'bulk', (unread.get(problem.field || 'bulk') ?? 0) + count);
      }
    }
  } catch (error) {
    const kind = error instanceof LeadsApiError ? error.kind : 'unavailable';
    return [fail(whyIn(kind), todoFor(kind)), ...clockFinding('the DMS', offsetMs, null)];
  }
  const found = `${counted(seen.bulks, 'bulk')} with ${counted(seen.leads, 'lead')} in the last hour`;
  return [
    ok(`it answers and accepts our sign-in: ${found}`),
    unread.size === 0
      ? ok('every value of the answer could be read')
      : warn(
          `values that could not be read: ${[...unread].map(([field, count]) => `${field} (${count})`).join(', ')}`,
          'compare the answer with docs/api.md; Leadbell can use the rest of it',
        ),
    ...clockFinding('the DMS', offsetMs, null),
  ];
}

function todoFor(kind: string): string {
  switch (kind) {
    case 'unauthorized':
      return 'check DMS_AUTH and the settings that belong to it';
    case 'not-found':
      return 'check DMS_BASE_URL: Leadbell asks for /v1/leads/bulks below it';
    case 'contract':
    case 'bad-request':
      return 'check that DMS_BASE_URL is the lead API (docs/api.md), not a page or another service';
    case 'rate-limited':
      return 'lower DMS_REQUESTS_PER_DAY, or ask for a higher limit';
    default:
      return 'check DMS_BASE_URL, the network and firewall from this machine, and whether the DMS is up';
  }
}
