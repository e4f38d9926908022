/**
 * Makes a `fetch` whose requests stop at the signal until their bodies are read. The signal of a `Request`, which ky
 * passes, is lost when the garbage collector takes the `Request`, and that can happen once the headers have come.
 */
export function withLastingSignal(fetch: typeof globalThis.fetch, signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => fetch(input, { ...init, signal });
}
