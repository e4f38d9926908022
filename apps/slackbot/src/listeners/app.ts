/**
 * Bolt, put together: Socket Mode or signed HTTP, every listener, and one way out.
 * `start` rejects when Slack refuses the tokens, or does not answer several times over.
 */
import { App, HTTPReceiver } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { errorFields } from '../log-error.ts';
import type { Settings } from '../settings.ts';
import { createDelivery } from '../slack/deliver.ts';
import { slackProblem } from '../slack/errors.ts';
import { createDirectory } from '../slack/directory.ts';
import type { Directory } from '../slack/directory.ts';
import { createOutbound } from '../slack/outbound.ts';
import type { Outbound, OutboundOptions } from '../slack/outbound.ts';
import { boltLog } from './bolt-log.ts';
import { listeners } from './index.ts';
import { createSeen } from './seen.ts';
import type { Shell, ShellOptions } from './shell.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import { createTurns } from './turns.ts';

export interface SlackAppOptions extends ShellOptions {
  readonly slack: Settings['slack'];
  readonly fetch: typeof fetch;
  readonly outbound: Omit<OutboundOptions, 'client' | 'token'>;
}

export interface Started {
  readonly port: number | null;
  /** Slack's id of it. */
  readonly workspace: string;
}

export interface SlackApp {
  /** Resolves when Slack can reach us. */
  start(): Promise<Started>;
  /** Messages that nobody is waiting for. */
  readonly outbound: Outbound;
  readonly directory: Directory;
  /** Takes no more, and lets what is being answered finish within `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

const eventsPath = '/slack/events';
/** Slack sends less; a signature is only checked once the whole body is in memory. */
const bodyLimit = 1_000_000;
const signInAttempts = 5;
/** What was aborted still has its sentence to say. */
const mercyMs = 3_000;

export function createSlackApp({ slack, fetch, outbound: outboundOptions, ...options }: SlackAppOptions): SlackApp {
  const { log, sleep } = options;
  const logger = boltLog(log);
  const never = new AbortController().signal;
  // Nothing is sent again by itself: a message that was posted and not confirmed would be there twice.
  const clientOptions = () => ({
    ...(slack.apiUrl === null ? {} : { slackApiUrl: slack.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: slack.timeoutMs,
    logger,
  });
  const { receiver, port } = receiverFor();
  const identity: { botId?: string; botUserId?: string } = {};
  const app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(),
    // Who we are is asked once, at the start: no listener waits for it before it acknowledges.
    authorize: () => Promise.resolve({ botToken: slack.botToken, ...identity }),
    convoStore: false,
  });
  app.error((error) => {
    log.error(errorFields(error), 'listener.failed');
    return Promise.resolve();
  });
  const shell: Shell = {
    ...options,
    delivery: createDelivery({
      client: app.client,
      token: slack.botToken,
      fetch,
      sleep: (ms) => sleep(ms, never),
      timeout: () => AbortSignal.timeout(slack.timeoutMs),
    }),
    turns: createTurns(),
    seen: createSeen(options.now),
  };
  for (const listen of listeners) listen(app, shell);
  const outbound = createOutbound({ ...outboundOptions, client: app.client, token: slack.botToken });

  function receiverFor(): { receiver: Receiver; port: number | null } {
    const { connection } = slack;
    if (connection.kind === 'socket') {
      const { appToken } = connection;
      return {
        receiver: createSocketReceiver({ appToken, clientOptions: clientOptions(), logger, log, sleep }),
        port: null,
      };
    }
    const { signingSecret } = connection;
    return {
      receiver: new HTTPReceiver({ signingSecret, endpoints: [eventsPath], logger, bodyLimit }),
      port: connection.port,
    };
  }

  /** Resolves to the workspace. */
  async function signIn(): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { workspace, botId, botUserId } = await outbound.whoAmI();
        if (botId !== null) identity.botId = botId;
        if (botUserId !== null) identity.botUserId = botUserId;
        return workspace;
      } catch (error) {
        if (slackProblem(error)?.class === 'auth' || attempt >= signInAttempts) throw error;
        log.warn({ attempt, ...errorFields(error) }, 'slack.unanswered');
        await sleep(250 * 2 ** attempt, never);
      }
    }
  }

  return {
    outbound,
    directory: createDirectory({ client: app.client, token: slack.botToken, elapsed: outboundOptions.elapsed }),
    start: async () => {
      const workspace = await signIn();
      if (port === null) {
        await receiver.start();
        return { port: null, workspace };
      }
      const server = (await receiver.start(port)) as { address(): { port: number } | string | null };
      const address = server.address();
      return { port: typeof address === 'object' && address !== null ? address.port : port, workspace };
    },
    stop: async (patienceMs) => {
      const stopped = receiver.stop() as Promise<void>;
      const done = new AbortController();
      const within = (ms: number) => () => sleep(ms, done.signal).catch(() => {});
      await shell.turns.drain(within(patienceMs), within(mercyMs));
      // A server waits for connections that are kept alive; those hold nothing of ours any more.
      await Promise.race([stopped.catch(() => {}), within(mercyMs)()]);
      // What came in as it closed.
      await shell.turns.drain(within(mercyMs), within(mercyMs));
      done.abort(new Error('stopped'));
    },
  };
}
