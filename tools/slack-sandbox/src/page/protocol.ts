/**
 * The protocol between the sandbox's server and its browser page. Types only; ids, ts and blocks have Slack's form.
 *
 * - `GET /_page/state?user=U…` -> PageState: the content that this user may see. Without `user`, it is for the first
 *   English speaker; an unknown user gets a 404.
 * - `GET /_page/events?user=U…` -> server-sent events; each `data:` is a PageEvent.
 * - `GET /_page/comparison` -> server-sent events; each `data:` is the PageComparison after a change.
 * - `POST /_page/<verb>` with a JSON body of PageRequests[verb] -> PageAnswer; for everything else.
 */

/** The kind of a person in the workspace. */
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
  /** A BCP 47 tag such as `en-US` or `ar-SA`, as Slack's `users.info` gives it. */
  locale: string;
  /** An IANA time zone. */
  tz: string;
  isBot: boolean;
  kind: PersonKind;
  /** The background of the drawn avatar, as `#rrggbb`. */
  color: string;
}

export interface PageChannel {
  id: string;
  name: string;
  topic: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: string[];
  /** The other user of an `im`. */
  withUser?: string;
}

export interface PageFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  /** An address on the sandbox that the page can link to. */
  url: string;
}

export interface PageMessage {
  channel: string;
  ts: string;
  threadTs?: string;
  /** The id of a user or bot user. */
  user: string;
  text: string;
  /** Block Kit as the app sent it, after validation. */
  blocks?: unknown[];
  files?: PageFile[];
  /** Whether only one user sees the message ("Only visible to you"). */
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
  /** The view's present `state.values`: by block_id, then by action_id. */
  state: Record<string, Record<string, unknown>>;
}

export interface PageShortcut {
  name: string;
  type: 'message' | 'global';
  callbackId: string;
}

export interface PageCommand {
  /** The command with its slash. */
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
  /** Oldest first, with replies in threads and with the ephemeral messages that `me` sees. */
  messages: PageMessage[];
  /** The modals of `me`, the lowest first. */
  views: PageView[];
  home: PageView | null;
  /** Set if the sandbox can make something happen outside Slack. */
  director: PageDirector | null;
}

/** The director's texts in the language of `me`. */
export interface PageDirector {
  scenes: { id: string; label: string }[];
  tours: { id: string; job: string; steps: PageTourStep[] }[];
}

export interface PageTourStep {
  text: string;
  /** The id of the channel; null: the channel that the visitor is in. */
  channel: string | null;
  /** A line that the page types for the visitor. */
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
  /** The channel in which the person tried; `null` before the first comparison, or if they have no channel. */
  channel: string | null;
  /** Slack's error, such as `not_in_channel`. */
  error: string | null;
  notices: string[];
  /** The app's latest messages, oldest first; after the first comparison, only those since the person tried. */
  messages: PageMessage[];
  views: PageView[];
}

export interface PageComparison {
  /** One for each kind of person. */
  sights: PageSight[];
  /** The channels that have the app. */
  channels: PageChannel[];
  /** Buttons of the app's messages; those of the latest message come first. */
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
  /** One person's attempt in a comparison is done. */
  | { type: 'compared' }
  /**
   * `error`: the app refused an interaction, or did not acknowledge it within 3 s; drawn as in Slack. `info`: the
   * result of a scene. Options for a menu and errors of views are in the answer to the POST instead.
   */
  | { type: 'notice'; channel?: string; text: string; tone: 'error' | 'info' }
  /** The page must load its whole state again. */
  | { type: 'reload' };

/** The message or view of a block action. */
export type PageContainer = { message: { channel: string; ts: string } } | { view: { id: string } };

export interface PageRequests {
  /** Text from the composer: a slash command when it starts with `/`, otherwise a message. */
  say: { user: string; channel: string; text: string; threadTs?: string };
  /**
   * `action`: the element's part of Slack's block_actions payload (type, action_id, block_id, value
   * / selected_option / …).
   */
  action: {
    user: string;
    container: PageContainer;
    action: Record<string, unknown>;
    /** The state of all inputs of the message or view: by block_id, then by action_id. */
    state: Record<string, Record<string, unknown>>;
  };
  suggest: { user: string; container: PageContainer; block_id: string; action_id: string; value: string };
  submit: { user: string; view: string; state: Record<string, Record<string, unknown>> };
  close: { user: string; view: string };
  /** Plays a scene; its result is a `notice` to this user. */
  direct: { user: string; scene: string };
  /** With `message`, the shortcut is chosen in the menu of that message. */
  shortcut: { user: string; callbackId: string; message?: { channel: string; ts: string } };
  /** The user opened the app's Home tab. */
  home: { user: string };
  react: { user: string; channel: string; ts: string; name: string };
  /**
   * One person of each kind types the text or presses the button. Without a channel, each person types in a channel of
   * their own.
   */
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
