/** Creates a client of the DMS for a command. Effects: the client sends requests to the DMS. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LeadsClient } from '@leadbell/leads-api';
import type { Settings } from '@leadbell/settings';
import { Refusal } from './errors.ts';
import { whyIn } from './why.ts';

/** Loads the client's code only here, because most commands don't need it. */
export async function leadsApiOf({ dms, zone }: Pick<Settings, 'dms' | 'zone'>): Promise<LeadsClient> {
  const { createLeadsApi } = await import('@leadbell/leads-api');
  return createLeadsApi(
    // Only the bot must know whether this address has answered before. If the address is wrong, a
    // command may print no leads, which a person notices.
    { ...dms, zone, hasAnsweredBefore: () => true },
    {
      now: () => Date.now(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      random: Math.random,
      fetch: globalThis.fetch,
      log: () => {},
    },
  );
}

/** Turns a failure of the DMS into a sentence; returns any other error unchanged. */
export function notFetched(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || !(error instanceof Error) || error.name !== 'LeadsApiError') return error;
  const { kind } = error as Error & { readonly kind?: unknown };
  return typeof kind === 'string' ? new Refusal(`Not fetched: ${whyIn(kind)}`) : error;
}
