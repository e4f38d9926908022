/**
 * Faults that tests or people ask for. A fault applies to the next `times` requests that match, or
 * to all later ones if `times` is missing. If several faults match a request, the first is used.
 * Faults are set in code or by `POST /_sim/faults`.
 */
export type FaultKind =
  /** Waits `ms`, then answers as usual. */
  | 'latency'
  /** Answers with `status` and a JSON error. */
  | 'status'
  /** Answers 429, with `Retry-After: retryAfter` (seconds or an HTTP date) if one is given. */
  | 'rate-limit'
  /** Closes the connection before any answer. */
  | 'cut'
  /** Closes the connection after `bytes` of the body. */
  | 'cut-body'
  /** Ends the body after `bytes`, as if it were complete. */
  | 'truncate'
  /** Answers 200 with `body` instead. */
  | 'body'
  /** Corrupts one lead in the middle of the answer: a string replaces its `vehicles`. */
  | 'bad-lead'
  /** Never answers. */
  | 'hang'
  /** Sends a piece of the body every `ms`. */
  | 'drip'
  /** Answers 413 if there would be more than `leads` leads. */
  | 'too-large';

export interface Fault {
  readonly kind: FaultKind;
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  readonly retryAfter?: string;
  readonly bytes?: number;
  readonly body?: string;
  readonly contentType?: string;
  readonly leads?: number;
  /** The fault applies only to requests with these parameters. */
  readonly match?: Readonly<Record<string, string>>;
}

const kinds: ReadonlySet<string> = new Set<FaultKind>([
  'latency',
  'status',
  'rate-limit',
  'cut',
  'cut-body',
  'truncate',
  'body',
  'bad-lead',
  'hang',
  'drip',
  'too-large',
]);

export class Faults {
  #active: { fault: Fault; left: number }[] = [];

  /** Throws `TypeError` for an unknown kind. */
  add(fault: Fault): void {
    if (!kinds.has(fault.kind))
      throw new TypeError(`no fault of kind ${fault.kind}; there are ${[...kinds].join(', ')}`);
    this.#active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  list(): Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  /** Returns the fault for a request, and counts the request. */
  take(params: URLSearchParams): Fault | null {
    const found = this.#active.find(({ fault }) =>
      Object.entries(fault.match ?? {}).every(([name, value]) => params.get(name) === value),
    );
    if (!found) return null;
    found.left -= 1;
    if (found.left <= 0) this.#active = this.#active.filter((entry) => entry !== found);
    return found.fault;
  }
}
