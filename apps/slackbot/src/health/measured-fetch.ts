/** A `fetch` for requests to the DMS: it reports the outcome and duration of each. */
import type { DmsOutcome, Meters } from './meters.ts';

export function measuredFetch(
  send: typeof fetch,
  elapsed: () => number,
  meters: Pick<Meters, 'dmsRequest'>,
): typeof fetch {
  return async (input, init) => {
    const startedAt = elapsed();
    try {
      const response = await send(input, init);
      meters.dmsRequest(outcomeOf(response.status), elapsed() - startedAt);
      return response;
    } catch (error) {
      meters.dmsRequest('no_answer', elapsed() - startedAt);
      throw error;
    }
  };
}

function outcomeOf(status: number): DmsOutcome {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'failed';
  // The DMS answers 404 when there are no leads.
  return status < 300 || status === 404 ? 'ok' : 'refused';
}
