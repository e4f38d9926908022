/**
 * Caches answers of a slow source: fresh answers are served at once, older answers when the source fails. Its size is
 * bounded; answers that were not used for the longest time are dropped first. Effects: calls the given `elapsed`,
 * `sleep` and `read`.
 */
export interface RememberOptions {
  /** The milliseconds of a clock that never goes back. */
  readonly elapsed: () => number;
  /** An answer younger than this is served without a read. In milliseconds. */
  readonly freshMs: number;
  /** If a read fails or is slow, an answer younger than this is used. In milliseconds. */
  readonly usableMs: number;
  readonly max: number;
  /** The longest wait for a read if a stored answer could be used instead, in milliseconds. */
  readonly patienceMs: number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Remembered<T> {
  /**
   * Several calls with one key at the same time share one read. Rejects like `read` if no stored answer can be used.
   */
  get(key: string, read: () => Promise<T>): Promise<T>;
  /** Returns the stored answer if it is younger than `usableMs`; never reads a new one. */
  peek(key: string): T | undefined;
  /** Returns the stored answer if it is younger than `freshMs`; never reads a new one. */
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
    // Take the time before the call, because the answer may lack a change that happens during the call.
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
        // Aborts with a given reason, because otherwise an exception would be created as the reason.
        enough.abort('enough');
      }
    },
  };
}
