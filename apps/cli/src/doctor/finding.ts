/** The results of `leadbell doctor`. Pure. No result contains a secret or a person's data. */
export type Verdict = 'ok' | 'warn' | 'fail';

export interface Finding {
  readonly area: string;
  readonly verdict: Verdict;
  readonly says: string;
  /** The remedy; null if there is nothing to do. */
  readonly todo: string | null;
}

export interface Findings {
  readonly ok: (says: string) => Finding;
  readonly warn: (says: string, todo: string) => Finding;
  readonly fail: (says: string, todo: string) => Finding;
}

export function findingsOf(area: string): Findings {
  return {
    ok: (says) => ({ area, verdict: 'ok', says, todo: null }),
    warn: (says, todo) => ({ area, verdict: 'warn', says, todo }),
    fail: (says, todo) => ({ area, verdict: 'fail', says, todo }),
  };
}

const minuteMs = 60_000;

/** Compares another clock with ours. `most`: the difference from which the check fails, and the consequence. */
export function clockFinding(
  whose: string,
  offsetMs: number | null,
  most: { readonly ms: number; readonly why: string } | null,
): readonly Finding[] {
  const { ok, warn, fail } = findingsOf('clock');
  if (offsetMs === null) return [];
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  const says = `the clock of this machine is ${seconds} s ${offsetMs > 0 ? 'behind' : 'ahead of'} ${whose}`;
  const todo = 'set the clock of this machine by NTP, or ask the people who run the other one';
  if (most !== null && Math.abs(offsetMs) >= most.ms) return [fail(`${says}: ${most.why}`, todo)];
  if (Math.abs(offsetMs) >= minuteMs) return [warn(says, todo)];
  return [ok(`it agrees with ${whose} within ${Math.max(1, seconds)} s`)];
}
