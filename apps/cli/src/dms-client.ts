/** A client of the DMS for a command. Effects: requests to the DMS. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LeadsClient } from '@leadbell/leads-api';
import type { Settings } from '@leadbell/settings';
import { Refusal } from './errors.ts';
import { whyIn } from './why.ts';

/** Loads the client, which most commands do without. */
export async function leadsApiOf({ dms, zone }: Pick<Settings, 'dms' | 'zone'>): Promise<LeadsClient> {
  const { createLeadsApi } = await import('@leadbell/leads-api');
  return createLeadsApi(
    // The bot knows whether this address has answered before; a person sees an empty list.
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

/** A sentence for a failure of the DMS; any other error as it is. */
export function notFetched(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || !(error instanceof Error) || error.name !== 'LeadsApiError') return error;
  const { kind } = error as Error & { readonly kind?: unknown };
  return typeof kind === 'string' ? new Refusal(`Not fetched: ${whyIn(kind)}`) : error;
}
