/**
 * The protocol between the sandbox's server and its browser page. Types only; ids, ts and blocks
 * are as Slack's.
 *
 * `GET /_page/state?user=U…` -> PageState: what that user may see; without `user`, the first
 * English speaker; 404 for an unknown one.
 * `GET /_page/events?user=U…` -> server-sent events, each `data:` a PageEvent.
 * `GET /_page/comparison` -> server-sent events, each `data:` the PageComparison after a change.
 * Everything else is `POST /_page/<verb>` with a JSON body of PageRequests[verb], answered by
 * PageAnswer.
 */

/** A person's standing in the workspace. */
export type PersonKind =
  | 'member'
  | 'admin'
  | 'owner'
  | 'guest'
  | 'single-channel-guest'
  | 'outsider'
  | 'deactivated'
  | 'bot'
  | 'workflow';

export interface PageUser {
  id: string;
  name: string;
  realName: string;
  /** BCP 47, as Slack's `users.info` gives it: `en-US`, `ar-SA`. */
  locale: string;
  /** IANA zone. */
  tz: string;
  isBot: boolean;
  kind: PersonKind;
  /** Background of the drawn avatar, `#rrggbb`. */
  color: string;
}

export interface PageChannel {
  id: string;
  name: string;
  topic: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: string[];
  /** In an `im`: the other user. */
  withUser?: string;
}

export interface PageFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  /** Address on the sandbox that the page can link to. */
  url: string;
}

export interface PageMessage {
  channel: string;
  ts: string;
  threadTs?: string;
  /** User or bot user id. */
  user: string;
  text: string;
  /** Block Kit as the app sent it, after validation. */
  blocks?: unknown[];
  files?: PageFile[];
  /** Visible to one user only ("Only visible to you"). */
  ephemeral: boolean;
  edited: boolean;
  replyCount: number;
  reactions: { name: string; users: string[] }[];
}

export interface PageView {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  title: string;
  submit?: string;
  close?: string;
  blocks: unknown[];
  /** block_id -> action_id -> value, the view's current `state.values`. */
  state: Record<string, Record<string, unknown>>;
}

export interface PageShortcut {
  name: string;
  type: 'message' | 'global';
  callbackId: string;
}

export interface PageCommand {
  /** With its slash. */
  command: string;
  description: string;
  usageHint: string;
}

export interface PageState {
  team: { id: string; name: string };
  app: { id: string; name: string; botUserId: string; connected: boolean; hasHome: boolean };
  me: PageUser;
  users: PageUser[];
  channels: PageChannel[];
  commands: PageCommand[];
  shortcuts: PageShortcut[];
  /** Oldest first, thread replies included, ephemerals of `me` included. */
  messages: PageMessage[];
  /** The modal stack of `me`, bottom first. */
  views: PageView[];
  home: PageView | null;
  /** Set if the sandbox can cause something outside Slack. */
  director: PageDirector | null;
}

/** In the language of `me`. */
export interface PageDirector {
  scenes: { id: string; label: string }[];
  tours: { id: string; job: string; steps: PageTourStep[] }[];
}

export interface PageTourStep {
  text: string;
  /** A channel's id, or null: wherever the visitor is. */
  channel: string | null;
  /** A line to be typed for the visitor. */
  type: string | null;
  /** The id of a scene. */
  scene: string | null;
}

/** A button of one of the app's messages. */
export interface PagePress {
  channel: string;
  ts: string;
  blockId: string;
  actionId: string;
  label: string;
}

/** One person's side of a comparison. */
export interface PageSight {
  user: PageUser;
  /** The channel in which they tried; `null` before the first comparison, or if they have none. */
  channel: string | null;
  /** Slack's error, such as `not_in_channel`. */
  error: string | null;
  notices: string[];
  /** The app's messages since, oldest first. */
  messages: PageMessage[];
  views: PageView[];
}

export interface PageComparison {
  /** One person of each kind. */
  sights: PageSight[];
  /** Channels that have the app. */
  channels: PageChannel[];
  /** Latest message first. */
  presses: PagePress[];
}

export type PageEvent =
  | { type: 'message'; message: PageMessage }
  | { type: 'message_changed'; message: PageMessage }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'views'; views: PageView[] }
  | { type: 'home'; home: PageView | null }
  | { type: 'channel'; channel: PageChannel }
  | { type: 'app'; connected: boolean }
  /** One person's part of a comparison is complete. */
  | { type: 'compared' }
  /** An interaction that the app refused or did not acknowledge in 3 s; drawn as in Slack. */
  | { type: 'notice'; channel?: string; text: string; tone: 'error' | 'info' }
  /** `block_suggestion` answers, view errors and the like are in the POST's answer instead. */
  | { type: 'reload' };

/** The place of a block action. */
export type PageContainer = { message: { channel: string; ts: string } } | { view: { id: string } };

export interface PageRequests {
  /** Text from the composer: a slash command when it starts with `/`, otherwise a message. */
  say: { user: string; channel: string; text: string; threadTs?: string };
  /** `action` is the element's part of Slack's block_actions payload (type, action_id, block_id, value / selected_option / …). */
  action: {
    user: string;
    container: PageContainer;
    action: Record<string, unknown>;
    /** State of all inputs of the container: block_id -> action_id -> value. */
    state: Record<string, Record<string, unknown>>;
  };
  suggest: { user: string; container: PageContainer; block_id: string; action_id: string; value: string };
  submit: { user: string; view: string; state: Record<string, Record<string, unknown>> };
  close: { user: string; view: string };
  /** Plays a scene; its result is a `notice` to this user. */
  direct: { user: string; scene: string };
  /** With a message: from its menu. */
  shortcut: { user: string; callbackId: string; message?: { channel: string; ts: string } };
  /** The user opened the app's Home tab. */
  home: { user: string };
  react: { user: string; channel: string; ts: string; name: string };
  /** One person of each kind types the text (without a channel: in one of their own) or presses the button. */
  compare: { text: string; channel?: string } | { press: Omit<PagePress, 'label'> };
}

/**
 * `say` and `action` answer once the app has acknowledged. An error for the person
 * (`operation_timeout`, `dispatch_failed`, an unknown command) is also sent as a `notice` event, in
 * Slack's words; other errors are the page's own mistakes (`not_in_channel`). `submit`: `errors`
 * contains the texts to show under the inputs, for `missing_input` and for the app's own
 * `validation_errors`.
 */
export type PageAnswer =
  | { ok: true; options?: unknown[] }
  | { ok: false; error: string; /** view submission: block_id -> message */ errors?: Record<string, string> };
