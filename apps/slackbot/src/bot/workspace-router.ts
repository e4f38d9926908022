/**
 * Receives Slack's events for any number of workspaces, over Socket Mode or signed HTTP, and passes
 * each to the app of its workspace. Effects: opens the connection. Errors: `start` rejects when
 * Slack refuses the app-level token or is unreachable, or the port is taken.
 */
import { type App, HTTPReceiver, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { createHttpDoor } from './http/http-door.ts';
import { processHolding } from './held-acknowledgement.ts';
import { createRefusals } from './http/refusals.ts';
import type { Log } from '../log.ts';
import type { SlackConnection } from '@leadbell/settings';
import { isSound } from './sound-event.ts';
import { createSocketReceiver, type SocketOptions } from './socket-receiver.ts';

export interface WorkspaceRouterOptions extends Pick<SocketOptions, 'clientOptions' | 'tokens' | 'elapsed' | 'sleep'> {
  readonly connection: SlackConnection;
  /** Whether Leadbell serves only one workspace; then all events are passed to its app. */
  readonly isForOne: boolean;
  readonly logger: Logger;
  /** After this time, an HTTP request without an acknowledgement gets 404. By default as long as Slack waits. */
  readonly ackWithinMs?: number;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  readonly log: Log;
}

export interface WorkspaceRouter {
  /** The receiver for a workspace's app. */
  receiverFor(workspace: string): Receiver;
  /** Resolves when Slack can reach us: to the port over HTTP, otherwise to null. */
  start(): Promise<number | null>;
  isConnected(): boolean;
  stop(): Promise<void>;
}

interface Entrance {
  open(): Promise<number | null>;
  isConnected(): boolean;
  close(): Promise<void>;
}

const eventsPath = '/slack/events';
const slackWaitsMs = 3_000;
/** The server verifies each request before it passes it on. */
const verified = { endpoints: [eventsPath], signatureVerification: false };

interface Dispatcher extends Pick<App, 'processEvent'> {
  close(): void;
}

function createDispatcher(
  apps: ReadonlyMap<string, App>,
  { isForOne, sleep, log }: Pick<WorkspaceRouterOptions, 'isForOne' | 'sleep' | 'log'>,
): Dispatcher {
  const unknown = createRefusals({ sleep, log, event: 'workspace.unknown' });
  const unsound = createRefusals({ sleep, log, event: 'event.unsound' });
  const unsent = createRefusals({ sleep, log, event: 'event.unsent' });
  return {
    async processEvent(event) {
      if (event.body['type'] === 'app_rate_limited') {
        unsent.count('too-many');
        return event.ack();
      }
      if (!isSound(event.body)) {
        unsound.count('malformed');
        // Acknowledge the event, because Slack would only send the same event again.
        return event.ack();
      }
      // A person of another workspace may press a button in a shared channel.
      const [only] = isForOne ? apps.values() : [];
      const home = workspacesOf(event).find((id) => apps.has(id));
      const app = only ?? (home === undefined ? undefined : apps.get(home));
      if (app === undefined) {
        unknown.count('workspace');
        // Acknowledge an event, because Slack sends failed events again, and stops sending events when many fail. Do
        // not acknowledge a press or a command, so that Slack shows the person that it failed.
        return 'event' in event.body ? event.ack() : undefined;
      }
      await processHolding(event, app);
    },
    close() {
      unknown.close();
      unsound.close();
      unsent.close();
    },
  };
}

export function createWorkspaceRouter({
  connection,
  isForOne,
  clientOptions,
  tokens,
  logger,
  ackWithinMs = slackWaitsMs,
  realNow,
  log,
  elapsed,
  sleep,
}: WorkspaceRouterOptions): WorkspaceRouter {
  const apps = new Map<string, App>();
  const dispatcher = createDispatcher(apps, { isForOne, sleep, log });
  const entrance = connection.kind === 'socket' ? openSocket(connection.appToken) : openHttp(connection);

  function openSocket(appToken: string): Entrance {
    const receiver = createSocketReceiver({ appToken, tokens, clientOptions, logger, log, elapsed, sleep });
    receiver.init(dispatcher as Pick<App, 'processEvent'> as App);
    return {
      async open() {
        await receiver.start();
        return null;
      },
      isConnected: () => receiver.isConnected(),
      close: async () => void (await receiver.stop()),
    };
  }

  function openHttp(http: Extract<SlackConnection, { readonly kind: 'http' }>): Entrance {
    const receiver = new HTTPReceiver({
      ...verified,
      signingSecret: http.signingSecret,
      unhandledRequestTimeoutMillis: ackWithinMs,
      logger,
    });
    receiver.init(dispatcher as Pick<App, 'processEvent'> as App);
    return createHttpDoor({
      connection: http,
      path: eventsPath,
      realNow,
      handle: receiver.requestListener,
      sleep,
      log,
    });
  }

  return {
    receiverFor: (workspace) => ({
      init: (app) => void apps.set(workspace, app),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
    start: () => entrance.open(),
    isConnected: () => entrance.isConnected(),
    async stop() {
      await entrance.close();
      dispatcher.close();
    },
  };
}

/**
 * The workspaces that the event names. The first is the workspace whose app opened the view, or the workspace that
 * receives the event, if Slack names one. The last is the sender's workspace.
 */
function workspacesOf({ body }: ReceiverEvent): readonly string[] {
  const { view, authorizations, team_id: named, team, user } = body as Sent;
  return [
    view?.app_installed_team_id,
    ...(Array.isArray(authorizations) ? authorizations.map((one) => one?.team_id) : []),
    named,
    team?.id,
    user?.team_id,
  ].filter((id): id is string => typeof id === 'string');
}

/** The fields in which Slack may name the workspace. */
interface Sent {
  readonly view?: { readonly app_installed_team_id?: unknown } | null;
  readonly authorizations?: readonly ({ readonly team_id?: unknown } | null)[] | null;
  readonly team_id?: unknown;
  readonly team?: { readonly id?: unknown } | null;
  readonly user?: { readonly team_id?: unknown } | null;
}
