/**
 * Socket Mode that stays connected. Around the SDK's client, which in this version waits 5 s before it connects again, ends the process when connecting again
 * fails or when Slack says `app_rate_limited`, and waits half a minute for a peer that does not answer a close.
 */
import { SocketModeReceiver } from '@slack/bolt';
import type { App, Logger, Receiver } from '@slack/bolt';
import type { Log } from '../log.ts';
import { errorFields } from '../log-error.ts';
import { slackProblem } from '../slack/errors.ts';

export interface SocketOptions {
  readonly appToken: string;
  readonly clientOptions: NonNullable<
    NonNullable<ConstructorParameters<typeof SocketModeReceiver>[0]['installerOptions']>['clientOptions']
  >;
  readonly logger: Logger;
  readonly log: Log;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Attempts to connect for the first time; later ones have no end. */
const firstAttempts = 5;
const connectTimeoutMs = 15_000;
/** How long a peer may take to close after it has said that it will. */
const closeTimeoutMs = 1_000;
const maxBackoffMs = 10_000;

export function createSocketReceiver({ appToken, clientOptions, logger, log, sleep }: SocketOptions): Receiver {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const { client } = receiver;
  const stop = new AbortController();
  let gone = Promise.withResolvers<void>();
  client.on('disconnected', () => gone.resolve());
  readEnvelopes();

  /** The SDK reads `payload.event.type` of every event; this one has no event. Nothing that it throws may be nobody's. */
  function readEnvelopes(): void {
    const readers = client.listeners('ws_message');
    client.removeAllListeners('ws_message');
    client.on('ws_message', (data: unknown, isBinary: unknown) => {
      const { envelope, isClosing } = readEnvelope(data);
      if (isClosing) void closeSoon();
      for (const read of readers) {
        Promise.resolve()
          .then(() => read.call(client, envelope ?? data, isBinary) as unknown)
          .catch((error: unknown) => log.error(errorFields(error), 'socket.unread'));
      }
    });
    client.on('app_rate_limited', ({ ack }: { ack: () => Promise<void> }) => {
      log.warn({}, 'socket.rate_limited');
      ack().catch((error: unknown) => log.warn(errorFields(error), 'socket.unacknowledged'));
    });
  }

  async function closeSoon(): Promise<void> {
    const { promise } = gone;
    await Promise.race([promise, sleep(closeTimeoutMs, stop.signal).catch(() => {})]);
    if (gone.promise === promise && !(await isSettled(promise))) await client.disconnect();
  }

  async function connect(): Promise<void> {
    gone = Promise.withResolvers<void>();
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
    } catch (error) {
      void client.disconnect();
      throw error;
    } finally {
      late.abort();
    }
  }

  /** The first try again is at once: what Slack refreshes is back before anybody has noticed. */
  async function connectWithin(attempts: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await connect();
        return;
      } catch (error) {
        const isHopeless = slackProblem(error)?.class === 'workspace' && attempts !== Infinity;
        if (stop.signal.aborted || isHopeless || attempt >= attempts) throw error;
        log.warn({ attempt, ...errorFields(error) }, 'socket.unconnected');
        await sleep(Math.min(maxBackoffMs, 250 * 2 ** attempt), stop.signal);
      }
    }
  }

  async function stayConnected(): Promise<void> {
    while (!stop.signal.aborted) {
      await gone.promise;
      if (stop.signal.aborted) return;
      log.info({}, 'socket.reconnecting');
      try {
        await connectWithin(Infinity);
        log.info({}, 'socket.reconnected');
      } catch (error) {
        if (!stop.signal.aborted) log.error(errorFields(error), 'socket.lost');
      }
    }
  }

  return {
    init: (app: App) => receiver.init(app),
    start: async () => {
      await connectWithin(firstAttempts);
      void stayConnected();
    },
    stop: async () => {
      stop.abort(new Error('stopped'));
      gone.resolve();
      await receiver.stop();
    },
  };
}

async function isSettled(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), Promise.resolve(false)]);
}

/** `envelope` when what is read must differ from what came. */
function readEnvelope(data: unknown): { readonly envelope: string | null; readonly isClosing: boolean } {
  const nothing = { envelope: null, isClosing: false };
  // Only these two kinds matter, and both are short: a large payload is not parsed twice.
  if (typeof data !== 'string' || data.length > 20_000) return nothing;
  if (!data.includes('disconnect') && !data.includes('app_rate_limited')) return nothing;
  try {
    const event = JSON.parse(data) as { type?: unknown; payload?: { event?: unknown; type?: unknown } };
    if (event.type === 'disconnect') return { envelope: null, isClosing: true };
    if (event.type !== 'events_api' || event.payload?.event !== undefined) return nothing;
    return { envelope: JSON.stringify({ ...event, type: 'app_rate_limited' }), isClosing: false };
  } catch {
    return nothing;
  }
}
