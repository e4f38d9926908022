/** The options and the result of `startSlackSandbox`, as plain types. Times are milliseconds. */
import type { Conditions } from './conditions.ts';
import type { SandboxControl } from './control.ts';
import type { Again, DisconnectReason } from './delivery/socket.ts';
import type { Director } from './director.ts';
import type { Faults } from './faults.ts';
import type { ChannelSeed, UserGroupSeed, UserSeed } from './seed.ts';
import type { Message } from './state/messages.ts';
import type { Traffic } from './traffic.ts';

export interface LimitsOption {
  /** 1 is Slack's own rate; 10 allows ten times as much. */
  scale?: number;
}

export interface SandboxOptions {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  /** A Slack app manifest as JSON. Without it: every scope, every event, any command. */
  manifest?: unknown;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  users?: readonly UserSeed[];
  channels?: readonly ChannelSeed[];
  userGroups?: readonly UserGroupSeed[];
  /** Scopes of the bot token; default: those of the manifest. */
  scopes?: readonly string[];
  /** The organization (Enterprise Grid) of this workspace; `teams`: its other workspaces. */
  enterprise?: { id: string; name: string; teams?: readonly string[] };
  team?: { id: string; name: string; domain: string };
  /** Milliseconds since 1970. */
  now?: () => number;
  /** `false` turns the rate limits off. */
  limits?: boolean | LimitsOption;
  /** See `Conditions`; applies whatever `limits` is. */
  isHistoryLimited?: boolean;
  isMetadataWithheld?: boolean;
  /** The app's messages from before the sandbox started; they are not in the ledger. */
  past?: readonly { readonly channel: string; readonly ts: string; readonly text: string }[];
  ackTimeoutMs?: number;
  /** Waits before the second, third and fourth delivery of an event. */
  eventRetryMs?: readonly number[];
  /** One address for commands, interactivity and events over signed HTTP; otherwise the manifest's addresses, otherwise Socket Mode. */
  deliverTo?: string;
  /**
   * Creates another workspace of the same Slack, in which the same app is installed: one app-level
   * token, envelopes of both over the same connections, and either address accepts the calls of
   * both, distinguished by their bot token (which must differ). Each has its own page.
   */
  beside?: SlackSandbox;
  /** Buttons on the page that cause something outside Slack, and a tour. */
  director?: Director;
  /** Number of messages (and, separately, ledger entries) that are kept. */
  keepMessages?: number;
  keepTraffic?: number;
}

export interface SandboxSocketFaults {
  connections: () => number;
  /** Sends a `disconnect` frame: clients reconnect. */
  disconnect: (reason?: DisconnectReason) => void;
  /** Cuts every TCP connection. */
  drop: () => void;
  /** Delivers the next envelopes twice, with the same envelope id. */
  duplicateNext: (times?: number, again?: Again) => void;
  /** The current connections neither receive nor send any more, and are not closed. */
  silence: () => void;
  /** Asks each new connection to leave after this many milliseconds; `null`: back to normal. */
  leaveAfter: (ms: number | null) => void;
  /** Sends these bytes as a frame on one of the connections, whatever they are; not in the traffic. */
  forge: (frame: string | Uint8Array) => void;
}

export interface SlackSandbox extends AsyncDisposable {
  /** The chat page. */
  url: string;
  /** For `SLACK_API_URL` or `slackApiUrl`; ends with `/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  botId: string;
  control: SandboxControl;
  traffic: Traffic;
  faults: Faults;
  sockets: SandboxSocketFaults;
  /** Takes effect from the next call on. */
  conditions: Conditions;
  /**
   * Every message ever committed, oldest first, including ephemeral and deleted ones; bounded by
   * `keepMessages`.
   */
  ledger: () => readonly Message[];
  /**
   * Sends `url_verification` to the events address; true when answered correctly, or when Socket
   * Mode needs none.
   */
  verifyEventsUrl: () => Promise<boolean>;
  close: () => Promise<void>;
}
