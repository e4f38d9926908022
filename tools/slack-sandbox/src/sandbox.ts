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
  /** 1 is Slack's own rate; 10 allows ten times as many calls. */
  scale?: number;
}

export interface SandboxOptions {
  /** 0: any free port. */
  port?: number;
  host?: string;
  /** A Slack app manifest as JSON. Without it, the app has every scope, gets every event and answers any command. */
  manifest?: unknown;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  users?: readonly UserSeed[];
  channels?: readonly ChannelSeed[];
  userGroups?: readonly UserGroupSeed[];
  /** The scopes of the bot token; by default those of the manifest. */
  scopes?: readonly string[];
  /** The organization (Enterprise Grid) of this workspace. `teams`: the organization's other workspaces. */
  enterprise?: { id: string; name: string; teams?: readonly string[] };
  team?: { id: string; name: string; domain: string };
  /** Milliseconds since 1970. */
  now?: () => number;
  /** `false` turns the rate limits off. */
  limits?: boolean | LimitsOption;
  /** See `Conditions`. The limit on the history does not depend on `limits`. */
  isHistoryLimited?: boolean;
  isMetadataWithheld?: boolean;
  /** Messages that the app posted before the sandbox started; the ledger does not have them. */
  past?: readonly { readonly channel: string; readonly ts: string; readonly text: string }[];
  /** How long the sandbox waits for an acknowledgement; by default 3000, as in Slack. */
  ackTimeoutMs?: number;
  /** How long a trigger can open a view; by default 3000, as in Slack. */
  triggerLifeMs?: number;
  /** The waits before the second, third and fourth delivery of an event. */
  eventRetryMs?: readonly number[];
  /**
   * One address for commands, interactivity and events over signed HTTP. If absent, the addresses in
   * the manifest are used; if the manifest has none, Socket Mode is used.
   */
  deliverTo?: string;
  /**
   * Adds this workspace to the Slack of a running sandbox; the same app is installed in both workspaces. Both
   * workspaces share one app-level token, and their envelopes use the same connections. Either workspace's address
   * accepts calls for both, because the bot token names the workspace; so the two bot tokens must differ. Each
   * workspace has its own page.
   */
  beside?: SlackSandbox;
  /** Buttons on the page that make something happen outside Slack, and tours. */
  director?: Director;
  /** How many messages are kept, and also how many entries of the ledger. */
  keepMessages?: number;
  keepTraffic?: number;
}

export interface SandboxSocketFaults {
  connections: () => number;
  /** Sends a `disconnect` frame, so that clients reconnect. */
  disconnect: (reason?: DisconnectReason) => void;
  /** Cuts every TCP connection. */
  drop: () => void;
  /** Delivers the next envelopes twice, with the same envelope id. */
  duplicateNext: (times?: number, again?: Again) => void;
  /** From now on the current connections neither receive nor send, but stay open. */
  silence: () => void;
  /** Asks each new connection to leave after this many milliseconds. `null` ends this. */
  leaveAfter: (ms: number | null) => void;
  /** Sends these bytes as a frame on one of the connections, whatever they are; the traffic does not show them. */
  forge: (frame: string | Uint8Array) => void;
}

export interface SlackSandbox extends AsyncDisposable {
  /** The address of the chat page. */
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
  /** A change takes effect with the app's next call. */
  conditions: Conditions;
  /**
   * Returns every message that was ever posted, oldest first, with ephemeral and deleted ones;
   * `keepMessages` limits their number.
   */
  ledger: () => readonly Message[];
  /**
   * Sends `url_verification` to the events address. Returns true if the answer is correct, or if the app uses Socket
   * Mode, which needs no verification.
   */
  verifyEventsUrl: () => Promise<boolean>;
  close: () => Promise<void>;
}
