/**
 * Merges async iterations, a limited number at a time, in order of arrival. Pulls only as fast as it is read. The first
 * error ends all.
 */
export function merge<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const [only] = sources;
  return sources.length === 1 && only ? only() : mergeSeveral(sources, concurrency);
}

async function* mergeSeveral<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const waiting = [...sources];
  const running = new Map<AsyncGenerator<T>, Promise<{ source: AsyncGenerator<T>; result: IteratorResult<T> }>>();
  function pull(source: AsyncGenerator<T>): void {
    // Moves to the back, so that ready sources take turns.
    running.delete(source);
    running.set(
      source,
      source.next().then((result) => ({ source, result })),
    );
  }
  try {
    for (;;) {
      while (running.size < concurrency && waiting.length > 0) {
        const next = waiting.shift();
        if (next) pull(next());
      }
      if (running.size === 0) return;
      const { source, result } = await Promise.race(running.values());
      if (result.done) {
        running.delete(source);
      } else {
        pull(source);
        yield result.value;
      }
    }
  } finally {
    // A generator waiting for its next part ends only with its request, so it is not awaited.
    for (const [source, pending] of running) {
      pending.catch(() => {});
      void source.return(undefined).catch(() => {});
    }
  }
}
