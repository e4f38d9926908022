/**
 * Faults that tests or people ask for. A fault applies to the next calls that match it.
 * `faultKinds` lists the kinds for the Web API and response_url. `html`, `empty` and `cut-json`
 * answer 200 without complete JSON; `no-ts` answers a bare `{"ok":true}`; `drop-before-commit`
 * cuts the connection and performs the call later; `redirect` answers 302 to a sign-in page;
 * `forbidden` answers 403 as a proxy does; `json` answers 200 with `body` as it is.
 */

export type FaultKind =
  | 'drop-after-commit'
  | 'drop-before-commit'
  | 'error-500-after-commit'
  | 'error-500'
  | 'delay'
  | 'ratelimited'
  | 'cut'
  | 'html'
  | 'empty'
  | 'cut-json'
  | 'no-ts'
  | 'redirect'
  | 'forbidden'
  | 'json'
  | `error:${string}`;

export const faultKinds = [
  'drop-after-commit',
  'drop-before-commit',
  'error-500-after-commit',
  'error-500',
  'delay',
  'ratelimited',
  'cut',
  'html',
  'empty',
  'cut-json',
  'no-ts',
  'redirect',
  'forbidden',
  'json',
  'error:<code>',
] as const;

export interface Fault {
  /** A Web API method, or `response_url`; absent: every call. */
  method?: string;
  kind: FaultKind;
  /** How many calls it applies to; by default 1. */
  times?: number;
  /** How many matching calls it lets through first. */
  skip?: number;
  /** For `delay` and `drop-before-commit`; by default 1000. */
  delayMs?: number;
  /** For `ratelimited`; by default 1. */
  retryAfterS?: number;
  /** For `ratelimited`: the header as it is, such as a date; `null` leaves it out. */
  retryAfter?: string | null;
  /**
   * Whether the call is performed before the fault's answer. Some kinds ignore this: `delay` and those that end with
   * `after-commit` always perform the call, `cut` and `error-500` never do, and `drop-before-commit` performs it later.
   */
  commits?: boolean;
  /** The answer of `json`. */
  body?: string;
  /** For `error:<code>`: the text of `response_metadata.messages`. */
  detail?: string;
}

export interface Faults {
  add: (fault: Fault) => void;
  clear: () => void;
  /** Returns the faults that still apply to later calls. */
  pending: () => readonly Fault[];
  /** Returns the first fault that matches, and counts the call. */
  take: (method: string) => Fault | undefined;
}

export function isFaultKind(kind: string): kind is FaultKind {
  return kind.startsWith('error:') ? kind.length > 6 : faultKinds.some((known) => known === kind);
}

export function createFaults(): Faults {
  let queue: (Fault & { times: number; skip: number })[] = [];
  return {
    add(fault) {
      if (!isFaultKind(fault.kind))
        throw new TypeError(`Unknown kind of fault: ${String(fault.kind)}. Known: ${faultKinds.join(', ')}`);
      queue.push({ ...fault, times: fault.times ?? 1, skip: fault.skip ?? 0 });
    },
    clear() {
      queue = [];
    },
    pending: () => queue.map((fault) => ({ ...fault })),
    take(method) {
      for (const fault of queue) {
        if (fault.method !== undefined && fault.method !== method) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        fault.times -= 1;
        if (fault.times <= 0) queue = queue.filter((other) => other !== fault);
        return fault;
      }
      return undefined;
    },
  };
}
