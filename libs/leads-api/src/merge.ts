/**
 * Merges async iterations, of which a limited number run at a time. Values come in the order of their arrival. Each
 * iteration is read only one value ahead of the caller. The first error ends all iterations.
 */
export function merge<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const [only] = sources;
  return sources.length === 1 && only ? only() : mergeSeveral(sources, concurrency);
}

async function* mergeSeveral<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const waiting = [...sources];
  const running = new Map<AsyncGenerator<T>, Promise<{ source: AsyncGenerator<T>; result: IteratorResult<T> }>>();
  function pull(source: AsyncGenerator<T>): void {
    // Moves the source to the end, so that sources with values ready take turns.
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
    // A generator that waits for its next part ends only when its request ends, so this code does not await it.
    for (const [source, pending] of running) {
      pending.catch(() => {});
      void source.return(undefined).catch(() => {});
    }
  }
}
