/** Several async iterations as one, so many at a time, in order of arrival. Pulls only as fast as it is read. The first error ends all. */
export function merge<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const [only] = sources;
  return sources.length === 1 && only ? only() : mergeSeveral(sources, concurrency);
}

async function* mergeSeveral<T>(sources: readonly (() => AsyncGenerator<T>)[], concurrency: number): AsyncGenerator<T> {
  const waiting = [...sources];
  const running = new Map<AsyncGenerator<T>, Promise<{ source: AsyncGenerator<T>; result: IteratorResult<T> }>>();
  function pull(source: AsyncGenerator<T>): void {
    // To the end of the line: the first of those that are ready is taken next.
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
    // A generator that is waiting for its next part can only end when its request does: not waited for.
    for (const [source, pending] of running) {
      pending.catch(() => {});
      void source.return(undefined).catch(() => {});
    }
  }
}
