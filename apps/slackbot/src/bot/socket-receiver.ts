/**
 * A Socket Mode receiver that stays connected. Each connection has its own SDK client, so that a
 * new one is open before the old one closes. The SDK itself, in this version, waits 5 s before it
 * reconnects, ends the process when that fails or when Slack sends `app_rate_limited`, does not
 * increase its waits, and waits half a minute for a peer that does not answer a close.
 */
import { SocketModeReceiver } from '@slack/bolt';
import type { App, Logger, Receiver } from '@slack/bolt';
import type { Log, LogFields } from '../log.ts';
import { errorFields } from '../log-error.ts';
import { slackProblem } from '@leadbell/slack-kit';

export interface SocketOptions {
  readonly appToken: string;
  readonly clientOptions: NonNullable<
    NonNullable<ConstructorParameters<typeof SocketModeReceiver>[0]['installerOptions']>['clientOptions']
  >;
  readonly logger: Logger;
  readonly log: Log;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Client = SocketModeReceiver['client'];

interface Connection {
  /** Resolves when the connection is gone or about to go: open another. */
  readonly leaving: Promise<void>;
  readonly since: number;
  /** Closes within this many milliseconds, the time left for pending acknowledgements. */
  close(withinMs: number): Promise<void>;
}

/** Attempts for the first connection; later ones are unlimited. */
const firstAttempts = 5;
const connectTimeoutMs = 15_000;
/** Time for the peer to close after us, in milliseconds. */
const closeTimeoutMs = 1_000;
/** Events are acknowledged on the connection that delivered them: Slack waits this long. */
const ackMs = 3_000;
/** Small enough to reconnect within seconds of Slack's recovery. */
const maxBackoffMs = 5_000;
/** Slack refreshes a connection after hours; one that ends sooner than this has failed. */
const steadyMs = 10_000;
const longestWaitMs = 15 * 60_000;
/** A notice to us, which belongs to no workspace. */
const rateLimited = 'app_rate_limited';

export interface SocketReceiver extends Receiver {
  /** Whether a connection is open that Slack sends events on. */
  isConnected(): boolean;
}

export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { log, elapsed, sleep } = options;
  /** Bolt's receiver: gets the events of every connection, and never connects itself. */
  const door = newReceiver(options);
  const stop = new AbortController();
  const never = new AbortController().signal;
  const open = new Set<Connection>();
  const live = new Set<Client>();

  async function connect(): Promise<Connection> {
    const { client } = newReceiver(options);
    const left = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    let isGone = false;
    client.on('disconnected', () => {
      isGone = true;
      live.delete(client);
      left.resolve();
      gone.resolve();
    });
    client.on('slack_event', (event: { readonly type?: unknown } | undefined) => {
      if (event?.type !== rateLimited) door.client.emit('slack_event', event);
    });
    readEnvelopes(client, () => left.resolve(), log);
    const connection: Connection = {
      leaving: left.promise,
      since: elapsed(),
      async close(withinMs) {
        await within(gone.promise, withinMs, stop.signal);
        if (!open.delete(connection)) return;
        void client.disconnect();
        if (isGone) return;
        await within(gone.promise, closeTimeoutMs, never);
        // The second call does not wait for the peer.
        if (!isGone) void client.disconnect();
      },
    };
    open.add(connection);
    try {
      await started(client);
    } catch (error) {
      void connection.close(0);
      throw error;
    }
    live.add(client);
    void gone.promise.then(() => open.delete(connection));
    return connection;
  }

  async function started(client: Client): Promise<void> {
    const late = new AbortController();
    const connected = client.start();
    connected.catch(() => {});
    try {
      await Promise.race([
        connected,
        sleep(connectTimeoutMs, AbortSignal.any([late.signal, stop.signal])).then(() => {
          throw new Error('the connection took too long');
        }),
      ]);
    } finally {
      late.abort();
    }
  }

  async function within(promise: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 0) return;
    const done = new AbortController();
    const enough = AbortSignal.any([done.signal, signal]);
    await Promise.race([promise, sleep(ms, enough).catch(() => {})]);
    done.abort();
  }

  async function connectWithin(attempts: number): Promise<Connection> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await connect();
      } catch (error) {
        const problem = slackProblem(error);
        const isHopeless = problem?.class === 'workspace' && attempts !== Infinity;
        if (stop.signal.aborted || isHopeless || attempt >= attempts) throw error;
        log.warn({ attempt, ...saying(error), ...errorFields(error) }, 'socket.unconnected');
        const askedMs = Math.min(longestWaitMs, problem?.retryAfterMs ?? 0);
        await sleep(Math.max(askedMs, backoffMs(attempt)), stop.signal);
      }
    }
  }

  async function stayConnected(first: Connection): Promise<void> {
    let current = first;
    /** Consecutive connections that ended too soon. */
    let short = 0;
    while (!stop.signal.aborted) {
      await current.leaving;
      if (stop.signal.aborted) return;
      short = elapsed() - current.since < steadyMs ? short + 1 : 0;
      log.info({ short }, 'socket.reconnecting');
      try {
        // No wait the first time: a refresh by Slack is over before anyone notices.
        if (short > 1) await sleep(backoffMs(short - 1), stop.signal);
        const next = await connectWithin(Infinity);
        void current.close(ackMs);
        current = next;
        log.info({}, 'socket.reconnected');
      } catch (error) {
        if (!stop.signal.aborted) log.error(errorFields(error), 'socket.lost');
      }
    }
  }

  return {
    init: (app: App) => door.init(app),
    isConnected: () => live.size > 0,
    start: async () => {
      void stayConnected(await connectWithin(firstAttempts));
    },
    stop: async () => {
      stop.abort(new Error('stopped'));
      await Promise.all([...open].map((connection) => connection.close(0)));
    },
  };
}

function newReceiver({ appToken, clientOptions, logger }: SocketOptions): SocketModeReceiver {
  return new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions: { clientOptions } });
}

function backoffMs(attempt: number): number {
  return Math.min(maxBackoffMs, 250 * 2 ** attempt);
}

/** An explanation for the operator who reads the log. */
function saying(error: unknown): LogFields {
  const problem = slackProblem(error);
  if (problem?.class === 'workspace')
    return {
      says: 'Slack refuses the app-level token (SLACK_APP_TOKEN): no command or button arrives until it is valid.',
    };
  if (problem?.retryAfterMs !== undefined) return { says: 'Slack asks us to wait before we connect.' };
  return {};
}

/**
 * Wraps the SDK's reader: it reads `payload.event.type` of every event, and one kind has no event.
 * Its errors must be caught.
 */
function readEnvelopes(client: Client, leave: () => void, log: Log): void {
  const readers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const { envelope, isLeaving } = readEnvelope(data);
    // The SDK would close at once.
    if (isLeaving) return leave();
    for (const read of readers) {
      Promise.resolve()
        .then(() => read.call(client, envelope ?? data, isBinary) as unknown)
        .catch((error: unknown) => log.error(errorFields(error), 'socket.unread'));
    }
  });
  client.on(rateLimited, ({ ack }: { ack: () => Promise<void> }) => {
    log.warn({}, 'socket.rate_limited');
    ack().catch((error: unknown) => log.warn(errorFields(error), 'socket.unacknowledged'));
  });
}

/** `envelope`: the replacement for the received data; null to keep it. */
function readEnvelope(data: unknown): { readonly envelope: string | null; readonly isLeaving: boolean } {
  const nothing = { envelope: null, isLeaving: false };
  // Only these two kinds matter, and both are short, so a large payload is not parsed twice.
  if (typeof data !== 'string' || data.length > 20_000) return nothing;
  if (!data.includes('disconnect') && !data.includes(rateLimited)) return nothing;
  try {
    const event = JSON.parse(data) as { type?: unknown; payload?: { event?: unknown; type?: unknown } };
    if (event.type === 'disconnect') return { envelope: null, isLeaving: true };
    if (event.type !== 'events_api' || event.payload?.event !== undefined) return nothing;
    return { envelope: JSON.stringify({ ...event, type: rateLimited }), isLeaving: false };
  } catch {
    return nothing;
  }
}
