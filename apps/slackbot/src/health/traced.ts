/**
 * OpenTelemetry spans around the main paths: a reply, a digest, a poll. Only this file imports OpenTelemetry's API,
 * which does nothing unless the operator starts the process with an SDK. Spans have no attributes and no error
 * messages, because both may quote people. Errors: those of the work.
 */
import { SpanStatusCode, trace } from '@opentelemetry/api';

type Walk = 'leadbell.reply' | 'leadbell.digest' | 'leadbell.poll';

const tracer = trace.getTracer('leadbell');

export function traced<T>(walk: Walk, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(walk, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
