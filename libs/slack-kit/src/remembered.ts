/**
 * Remembers answers of a slow source: fresh ones are served at once, older ones when the source fails. Bounded; the
 * longest unused go first. Effects: its clock and the given read.
 */
export interface RememberOptions {
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Younger answers are served without a read, in milliseconds. */
  readonly freshMs: number;
  /** If a read fails or is slow, an answer younger than this is used, in milliseconds. */
  readonly usableMs: number;
  readonly max: number;
  /** How long to wait for a read if there is an answer to use instead. */
  readonly patienceMs: number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Remembered<T> {
  /** Simultaneous reads for one key are one. Rejects as `read` does when nothing usable is remembered. */
  get(key: string, read: () => Promise<T>): Promise<T>;
  /** Without a read: the last answer, if it is still young enough. */
  peek(key: string): T | undefined;
  /** The same, if `get` would serve it without a read. */
  fresh(key: string): T | undefined;
}

export function remember<T>({ elapsed, freshMs, usableMs, max, patienceMs, sleep }: RememberOptions): Remembered<T> {
  const known = new Map<string, { readonly value: T; readonly at: number }>();
  const running = new Map<string, Promise<T>>();

  function keep(key: string, value: T, at: number): void {
    known.delete(key);
    known.set(key, { value, at });
    for (const oldest of known.keys()) {
      if (known.size <= max) break;
      known.delete(oldest);
    }
  }

  async function readNow(key: string, read: () => Promise<T>): Promise<T> {
    // A change during the call may be missing from its answer.
    const at = elapsed();
    const value = await read();
    keep(key, value, at);
    return value;
  }

  return {
    peek(key) {
      const last = known.get(key);
      return last !== undefined && elapsed() - last.at < usableMs ? last.value : undefined;
    },
    fresh(key) {
      const last = known.get(key);
      if (last === undefined || elapsed() - last.at >= freshMs) return undefined;
      keep(key, last.value, last.at);
      return last.value;
    },
    async get(key, read) {
      const before = known.get(key);
      if (before !== undefined && elapsed() - before.at < freshMs) {
        keep(key, before.value, before.at);
        return before.value;
      }
      let reading = running.get(key);
      if (reading === undefined) {
        reading = readNow(key, read).finally(() => running.delete(key));
        running.set(key, reading);
      }
      if (before === undefined || elapsed() - before.at >= usableMs) return reading;
      const enough = new AbortController();
      const late = sleep(patienceMs, enough.signal).then(
        () => before.value,
        () => before.value,
      );
      try {
        return await Promise.race([reading.catch(() => before.value), late]);
      } finally {
        // With a reason: without one it would create an exception.
        enough.abort('enough');
      }
    },
  };
}
