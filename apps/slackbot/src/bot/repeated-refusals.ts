/**
 * Keeps repeated refusals from filling the audit log, which only grows. The first attempt is
 * recorded at once. If the person tries the same thing in the same place again within an hour,
 * one entry counts these attempts. This entry is recorded at the first refusal after that hour. In
 * memory, bounded. Errors: those of the recording.
 */
import type { Look } from '../reports/context.ts';
import type { Looker, RecordLook } from './record.ts';

const hourMs = 3_600_000;
const maxKept = 5_000;

interface Repeated {
  readonly looker: Looker;
  readonly look: Look;
  readonly until: number;
  times: number;
}

/** `elapsed`: milliseconds on a monotonic clock. */
export function countRepeatedRefusals(record: RecordLook, elapsed: () => number): RecordLook {
  /** The attempts of the last hour, the oldest first. */
  const kept = new Map<string, Repeated>();

  function takeEnded(): readonly Repeated[] {
    const ended: Repeated[] = [];
    for (const [key, one] of kept) {
      if (one.until > elapsed() && kept.size < maxKept) break;
      kept.delete(key);
      if (one.times > 0) ended.push(one);
    }
    return ended;
  }

  return async (looker, look) => {
    if (look.outcome !== 'refused') return record(looker, look);
    const ended = takeEnded();
    const key = JSON.stringify([looker.user, looker.channel, look.action]);
    const before = kept.get(key);
    if (before === undefined) kept.set(key, { looker, look, until: elapsed() + hourMs, times: 0 });
    else before.times += 1;
    if (before === undefined) await record(looker, look);
    for (const one of ended) await record(one.looker, { ...one.look, times: one.times });
  };
}
