import { type Span, SpanStatusCode, trace, type TracerProvider } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { traced } from './traced.ts';

/**
 * Records the calls that an operator's SDK receives. Call it only once, because the SDK can be set only once in a
 * process.
 */
function record() {
  const seen: string[] = [];
  const span = (name: string) =>
    ({
      setStatus: ({ code }: { readonly code: SpanStatusCode }) => void seen.push(`${name} status ${code}`),
      end: () => void seen.push(`${name} ended`),
    }) as unknown as Span;
  const provider = {
    getTracer: () => ({ startActiveSpan: (name: string, work: (one: Span) => unknown) => work(span(name)) }),
  } as unknown as TracerProvider;
  trace.setGlobalTracerProvider(provider);
  return seen;
}

test('without an SDK the work runs unchanged', async () => {
  expect(await traced('leadbell.poll', () => Promise.resolve(7))).toBe(7);
  const failure = new Error('Sara Almithali');
  await expect(traced('leadbell.poll', () => Promise.reject(failure))).rejects.toBe(failure);
});

test('with an SDK, each span ends, and a failure has a status without its message', async () => {
  const seen = record();
  await traced('leadbell.digest', () => Promise.resolve());
  await traced('leadbell.reply', () => Promise.reject(new Error('Sara Almithali'))).catch(() => {});
  expect(seen).toEqual([
    'leadbell.digest ended',
    `leadbell.reply status ${SpanStatusCode.ERROR}`,
    'leadbell.reply ended',
  ]);
});
