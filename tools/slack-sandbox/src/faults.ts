/**
 * Faults on demand. A fault applies to the next matching calls. Web API and response_url kinds:
 * those of `faultKinds`. `html`, `empty` and `cut-json` answer 200 without complete JSON, `no-ts` a
 * bare `{"ok":true}`, `drop-before-commit` cuts the connection and performs the call later, `redirect` 302 to a sign-in page, `forbidden` 403 as a proxy does, `json` 200
 * with `body` verbatim.
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
  /** A Web API method, or `response_url`; every call when absent. */
  method?: string;
  kind: FaultKind;
  /** Number of affected calls; 1 when absent. */
  times?: number;
  /** Number of matching calls to pass first. */
  skip?: number;
  /** For `delay` and `drop-before-commit`; 1000 when absent. */
  delayMs?: number;
  /** For `ratelimited`; 1 when absent. */
  retryAfterS?: number;
  /** For `ratelimited`: the verbatim header, such as a date; `null` omits it. */
  retryAfter?: string | null;
  /**
   * The call is performed before the fault's answer. Always for kinds that end with `after-commit`,
   * never for `cut` and `error-500`, later for `drop-before-commit`.
   */
  commits?: boolean;
  /** For `json`. */
  body?: string;
  /** For `error:<code>`: the text of `response_metadata.messages`. */
  detail?: string;
}

export interface Faults {
  add: (fault: Fault) => void;
  clear: () => void;
  /** Faults with remaining calls. */
  pending: () => readonly Fault[];
  /** Uses the first matching fault. */
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
