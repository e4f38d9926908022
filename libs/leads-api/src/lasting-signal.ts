/**
 * Makes a `fetch` whose requests the signal can still abort while their bodies are being read. ky passes a `Request`
 * instead, whose signal is lost when the `Request` is garbage-collected. That can happen once the headers have come.
 */
export function withLastingSignal(fetch: typeof globalThis.fetch, signal: AbortSignal): typeof globalThis.fetch {
  return (input, init) => fetch(input, { ...init, signal });
}
