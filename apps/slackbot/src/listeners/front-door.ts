/**
 * The one way in from Slack, over Socket Mode or signed HTTP, whatever the number of workspaces: what comes is handed to the app of its workspace.
 * Effects: the connection. Errors: of `start`, when Slack refuses the app-level token or can't be reached, or the port is taken.
 */
import { type App, HTTPReceiver, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Log } from '../log.ts';
import type { SlackConnection } from '../settings.ts';
import { createSocketReceiver, type SocketOptions } from './socket-receiver.ts';

export interface FrontDoorOptions extends Pick<SocketOptions, 'clientOptions' | 'sleep'> {
  readonly connection: SlackConnection;
  readonly logger: Logger;
  readonly log: Log;
}

export interface FrontDoor {
  /** What the app of a workspace has for a receiver. */
  receiverFor(workspace: string): Receiver;
  /** Resolves when Slack can reach us: to the port, over HTTP. */
  start(): Promise<number | null>;
  stop(): Promise<void>;
}

const eventsPath = '/slack/events';
/** Slack sends less; a signature is only checked once the whole body is in memory. */
const bodyLimit = 1_000_000;

export function createFrontDoor({ connection, clientOptions, logger, log, sleep }: FrontDoorOptions): FrontDoor {
  const apps = new Map<string, App>();
  const receiver: Receiver =
    connection.kind === 'socket'
      ? createSocketReceiver({ appToken: connection.appToken, clientOptions, logger, log, sleep })
      : new HTTPReceiver({ signingSecret: connection.signingSecret, endpoints: [eventsPath], logger, bodyLimit });
  const dispatcher: Pick<App, 'processEvent'> = {
    async processEvent(event) {
      // Of one workspace all is its own: somebody of another may press a button in a channel that both share.
      const [only] = apps.size === 1 ? apps.values() : [];
      const app = only ?? apps.get(workspaceOf(event));
      if (app === undefined) log.warn({}, 'workspace.unknown');
      else await app.processEvent(event);
    },
  };
  receiver.init(dispatcher as App);
  return {
    receiverFor: (workspace) => ({
      init: (app) => void apps.set(workspace, app),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
    async start() {
      if (connection.kind === 'socket') {
        await receiver.start();
        return null;
      }
      const server = (await receiver.start(connection.port)) as { address(): { port: number } | string | null };
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : connection.port;
    },
    async stop() {
      await receiver.stop();
    },
  };
}

/** Commands and events name it; interactions carry it. */
function workspaceOf({ body }: ReceiverEvent): string {
  const { team_id: named, team } = body as Readonly<Record<string, unknown>>;
  const id = named ?? (team as { readonly id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? id : '';
}
