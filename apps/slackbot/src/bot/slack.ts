/** The connection to Slack, as the rest of the service sees it. Types only. */
import type { ActInbox } from './inbox/inbox.ts';
import type { Calls, Directory, OnCall, Tokens, Transport } from '@leadbell/slack-kit';
import type { Outbound, OutboundOptions } from '../delivery/outbound.ts';
import type { Log } from '../log.ts';
import type { Settings } from '@leadbell/settings';
import type { BotContextOptions } from './contract.ts';
import type { PostedMessage } from './posted-event.ts';

export interface SlackOptions {
  readonly slack: Settings['slack'];
  readonly tokens: Tokens;
  readonly fetch: typeof fetch;
  readonly outbound: Omit<OutboundOptions, 'client' | 'token' | 'rest' | 'calls'>;
  readonly send: Transport;
  /** The outbox's calls, which also go through `send`. */
  readonly calls: Calls;
  readonly onCall: OnCall;
  /** Called when Slack confirms one of our messages, if the app subscribes to those events. */
  readonly onPosted?: (workspace: string, posted: PostedMessage) => Promise<void>;
  /** See `WorkspaceRouterOptions`. */
  readonly ackWithinMs?: number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: BotContextOptions['sleep'];
  /** The acts of people in all workspaces. */
  readonly inbox: ActInbox;
  readonly log: Log;
}

/** A workspace in which Leadbell is installed. */
export interface Workspace {
  /** The workspace's id in Slack. */
  readonly id: string;
  /** Sends messages for which no person is waiting. */
  readonly outbound: Outbound;
  readonly directory: Directory;
}

export interface Slack {
  /** Grows by `join`. */
  readonly workspaces: readonly Workspace[];
  /**
   * Starts listening in all workspaces. Resolves when Slack can reach us: to the port over HTTP,
   * otherwise to null.
   */
  open(botContextFor: (workspace: Workspace) => BotContextOptions): Promise<number | null>;
  /**
   * Signs in again where Slack refused the token at the start, and serves the workspaces whose token Slack accepts now.
   */
  join(): Promise<void>;
  /** Whether Slack can reach us now. */
  isConnected(): boolean;
  /** Stops accepting events, and lets running answers finish within `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}
