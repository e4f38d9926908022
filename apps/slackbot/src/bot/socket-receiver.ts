/**
 * A Socket Mode receiver that stays connected. Each connection has its own SDK client, so that a new one is open before
 * the old one closes. We reconnect ourselves, because this version of the SDK does it badly. It waits 5 s or more
 * before each attempt, but does not lengthen this wait if each new connection ends at once. It waits half a minute if
 * Slack does not answer a close. It ends the process when Slack can't be reached or sends `app_rate_limited`.
 */
import { SocketModeReceiver } from '@slack/bolt';
import type { App, Logger, Receiver } from '@slack/bolt';
import type { Log, LogFields } from '../log.ts';
import { errorFields } from '../log-error.ts';
import { RefusedToken } from './refused-token.ts';
import { slackProblem, type Tokens } from '@leadbell/slack-kit';

export interface SocketOptions {
  /** The token that was given at the start. */
  readonly appToken: string;
  /** Gives each new connection the current app-level token, which may have changed. */
  readonly tokens: Tokens;
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
  /** Resolves when the connection is closed or soon will be; another one is then opened. */
  readonly leaving: Promise<void>;
  readonly since: number;
  /** Begins to close after at most this many milliseconds, in which pending acknowledgements can still be sent. */
  close(withinMs: number): Promise<void>;
}

/** The number of attempts to open the first connection; later connections are attempted without a limit. */
const firstAttempts = 5;
const connectTimeoutMs = 15_000;
/** The time in milliseconds in which Slack can close its side after we close ours. */
const closeTimeoutMs = 1_000;
/** Slack waits this long for an acknowledgement, on the connection that delivered the event. */
const ackMs = 3_000;
/** Small, so that we reconnect within seconds when Slack is available again. */
const maxBackoffMs = 5_000;
/** Slack replaces a connection after some hours. A connection that ends within this time has failed. */
const steadyMs = 10_000;
const longestWaitMs = 15 * 60_000;
/** The type of Slack's notice that we received too many events. The notice belongs to no workspace. */
const rateLimited = 'app_rate_limited';

export interface SocketReceiver extends Receiver {
  /** Whether a connection is open over which Slack sends events. */
  isConnected(): boolean;
}

export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { log, elapsed, sleep } = options;
  /** Bolt's receiver. It gets the events of every connection, but opens no connection of its own. */
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
        // This second call closes without waiting for Slack.
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
        const isRefused = problem?.class === 'workspace';
        const isHopeless = isRefused && attempts !== Infinity && !(await isNewer(options));
        if (isHopeless) throw new RefusedToken('SLACK_APP_TOKEN', error);
        if (stop.signal.aborted || attempt >= attempts) throw error;
        log.warn({ attempt, ...saying(error), ...errorFields(error) }, 'socket.unconnected');
        if (isRefused) await options.tokens.lookAgain();
        const askedMs = Math.min(longestWaitMs, problem?.retryAfterMs ?? 0);
        await sleep(Math.max(askedMs, backoffMs(attempt)), stop.signal);
      }
    }
  }

  async function stayConnected(first: Connection): Promise<void> {
    let current = first;
    /** The number of consecutive connections that ended too soon. */
    let short = 0;
    while (!stop.signal.aborted) {
      await current.leaving;
      if (stop.signal.aborted) return;
      short = elapsed() - current.since < steadyMs ? short + 1 : 0;
      log.info({ short }, 'socket.reconnecting');
      try {
        // Do not wait the first time, so that people do not notice when Slack refreshes the connection.
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

function newReceiver({ appToken: given, tokens, clientOptions, logger }: SocketOptions): SocketModeReceiver {
  const appToken = tokens.present(given);
  return new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions: { clientOptions } });
}

async function isNewer({ appToken, tokens }: SocketOptions): Promise<boolean> {
  const before = tokens.present(appToken);
  await tokens.lookAgain();
  return tokens.present(appToken) !== before;
}

function backoffMs(attempt: number): number {
  return Math.min(maxBackoffMs, 250 * 2 ** attempt);
}

/** The fields that explain the error to the operator who reads the log. */
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
 * Wraps the SDK's reader, which fails on an envelope without `payload.event`: gives such an envelope another type, and
 * catches the reader's errors.
 */
function readEnvelopes(client: Client, leave: () => void, log: Log): void {
  const readers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const { envelope, isLeaving } = readEnvelope(data);
    // Don't pass the envelope to the SDK, which would close the connection at once.
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

/** `envelope`: the replacement for the received data; null to keep the data. */
function readEnvelope(data: unknown): { readonly envelope: string | null; readonly isLeaving: boolean } {
  const nothing = { envelope: null, isLeaving: false };
  // Only two kinds of envelopes matter here, and both are short, so a large payload is not parsed twice.
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
