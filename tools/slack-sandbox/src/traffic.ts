/**
 * Keeps the last calls and envelopes, for the inspector and for tests. Tokens and secrets are
 * removed before anything is shown.
 */
import { isRecord } from './json.ts';

export interface TrafficEntry {
  n: number;
  /** Milliseconds since 1970, by the sandbox's clock. */
  at: number;
  /** `in`: the app called us; `out`: we called the app. */
  direction: 'in' | 'out';
  via: 'web-api' | 'response_url' | 'socket' | 'http' | 'upload';
  /** The method or the type of the envelope; or `ack`, `hello` or `disconnect`. */
  name: string;
  body: unknown;
  status?: number;
  answer?: unknown;
  fault?: string;
}

export interface Traffic {
  /** Returns the stored entry, in which `settle` fills in the outcome. */
  log: (entry: Omit<TrafficEntry, 'n' | 'at'>) => TrafficEntry;
  entries: () => readonly TrafficEntry[];
  settle: (entry: TrafficEntry, outcome: Pick<TrafficEntry, 'status' | 'answer'>) => void;
  /** Called at every entry and every outcome. */
  onChange: (listener: () => void) => () => void;
  clear: () => void;
}

const secretKey = /^(token|authorization|client_secret|x-slack-signature|refresh_token)$/i;
const secretValue = /\b(xox[a-z]|xapp|xwfp)-[\w-]+/g;

function cutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretValue, '$1-…');
  if (depth > 30) return '…';
  if (Array.isArray(value)) return value.map((item) => cutSecrets(item, depth + 1));
  if (!isRecord(value)) return value;
  const cut: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) cut[key] = secretKey.test(key) ? '…' : cutSecrets(item, depth + 1);
  return cut;
}

export function createTraffic(now: () => number, keep: number): Traffic {
  let kept: TrafficEntry[] = [];
  let count = 0;
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    log(entry) {
      count += 1;
      const made: TrafficEntry = { n: count, at: now(), ...entry };
      kept.push(made);
      // Half of the entries are removed at once, because removing one at a time is slow under load.
      if (kept.length >= keep * 2) kept = kept.slice(-keep);
      notify();
      return made;
    },
    settle(entry, outcome) {
      Object.assign(entry, outcome);
      notify();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // Secrets are removed here and not in `log`, because few entries are ever read.
    entries: () => kept.slice(-keep).map((entry) => ({ ...entry, ...cutParts(entry) })),
    clear() {
      kept = [];
    },
  };
}

function cutParts({ body, answer }: TrafficEntry): Pick<TrafficEntry, 'body' | 'answer'> {
  return answer === undefined ? { body: cutSecrets(body) } : { body: cutSecrets(body), answer: cutSecrets(answer) };
}
