/**
 * Health and metrics of this process, on their own port. Loaded only if `HEALTH_PORT` is set.
 * Requests query the database at most every few seconds. Effects: opens a server. Errors:
 * `openHealth` rejects when the address is taken. Later errors are handled here.
 */
import type { Instant } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { type FigureOptions, type Figures, readFigures } from './figures.ts';
import { openHealthServer } from './health-server.ts';
import type { Meters } from './meters.ts';
import { createPrometheus, type Every } from './prometheus.ts';
import { type ReadinessOptions, whatIsMissing } from './readiness.ts';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly connection: 'socket' | 'http';
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly every: Every;
}

/** The parts of the running service that health checks need. */
export interface Watched extends ReadinessOptions, FigureOptions {
  readonly store: Store;
}

export interface Health {
  readonly meters: Meters;
  readonly port: number;
  /** Sets the part that is now starting, until `watch` is called. */
  startsWith(part: string): void;
  watch(service: Watched): void;
  /** Call when the service stops. From then on, the process is alive, but not ready. */
  leave(): void;
  close(): Promise<void>;
}

const beatMs = 1_000;
/** An event loop that has not run for this long is stuck. */
const stuckMs = 10_000;
const freshMs = 5_000;
const readyFreshMs = 2_000;
const patienceMs = 2_000;

export async function openHealth(options: HealthOptions): Promise<Health> {
  const { host, port, connection, realNow, elapsed, every } = options;
  const prometheus = createPrometheus(connection, every);
  const startedAt = realNow();
  let state: string | Watched = 'starting';
  let beatAt = elapsed();
  const stopBeating = every(beatMs, () => (beatAt = elapsed()));
  let sentTo: Instant | null = null;

  /** Resolves to the result of the work, or to null when the database does not answer soon. */
  const soon = async <T>(work: Promise<T>): Promise<T | null> => within(work, patienceMs, options);

  async function read(service: Watched): Promise<Figures> {
    const figures = await readFigures(service);
    const from = sentTo;
    const { sent, upTo } = await service.store.sentSince(from, startedAt as Instant);
    // If the database is slow, another read may have begun at the same time; count the messages of only one of them.
    if (sentTo === from) {
      sentTo = upTo;
      prometheus.observe(sent);
    }
    return figures;
  }

  const figures = remembered(freshMs, elapsed, async () => (typeof state === 'string' ? null : soon(read(state))));
  const missing = remembered(readyFreshMs, elapsed, async (): Promise<readonly string[]> => {
    if (typeof state === 'string') return [state];
    return (await soon(whatIsMissing(state))) ?? ['database: it did not answer within 2 seconds'];
  });

  const server = await openHealthServer(
    { host, port },
    {
      livez() {
        const lateMs = elapsed() - beatAt;
        return lateMs < stuckMs ? [] : [`event loop: stuck for ${Math.round(lateMs / 1_000)} s`];
      },
      readyz: () => (typeof state === 'string' ? Promise.resolve([state]) : missing()),
      metrics: async () => ({
        contentType: prometheus.contentType,
        text: await prometheus.exposition(await figures()),
      }),
    },
  );
  return {
    meters: prometheus.meters,
    port: server.port,
    startsWith: (part) => void (state = `starting: ${part}`),
    watch: (service) => void (state = service),
    leave: () => void (state = 'stopping'),
    async close() {
      stopBeating();
      prometheus.close();
      await server.close();
    },
  };
}

/** Remembers the result of `read` for this many milliseconds, so that all callers in that time share it. */
function remembered<T>(ms: number, elapsed: () => number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly value: Promise<T> } | null = null;
  return () => {
    if (last === null || elapsed() - last.at >= ms) last = { at: elapsed(), value: read() };
    return last.value;
  };
}

async function within<T>(work: Promise<T>, ms: number, { sleep }: Pick<HealthOptions, 'sleep'>): Promise<T | null> {
  const done = new AbortController();
  const late = sleep(ms, done.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    done.abort();
  }
}
