/** Reads how long Slack asks us to wait, from an answer with status 429. Pure. */
import { paced, shortWaitMs } from './errors.ts';
import type { SlackProblem } from './errors.ts';

/** Reads seconds, or a date by the sender's clock; returns a short wait if there is neither. */
export function rateLimit(headers: Pick<Headers, 'get'>): SlackProblem {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(said)) return paced(Number(said) * 1_000);
  const waitMs = Date.parse(said) - Date.parse(headers.get('date') ?? '');
  return paced(Number.isFinite(waitMs) ? waitMs : shortWaitMs);
}
