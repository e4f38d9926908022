/**
 * Reads a Slack app manifest (JSON) into the settings that the sandbox uses. Pure. Without a
 * manifest, the app has every scope, gets every event and answers any command, so that a first try
 * needs no file.
 */
import { isRecord, list, record, text } from './json.ts';

export interface AppCommand {
  /** The command with its slash. */
  command: string;
  description: string;
  usageHint: string;
  url?: string;
  escape: boolean;
}

export interface AppShortcut {
  name: string;
  /** `message`: in the menu of a message. `global`: in the menu of the composer. */
  type: 'message' | 'global';
  callbackId: string;
  description: string;
}

export interface AppConfig {
  name: string;
  botName: string;
  commands: AppCommand[];
  shortcuts: AppShortcut[];
  /** `null`: every scope is granted. */
  scopes: ReadonlySet<string> | null;
  botEvents: ReadonlySet<string> | null;
  anyCommand: boolean;
  hasHome: boolean;
  messagesTab: boolean;
  interactive: boolean;
  socketMode: boolean;
  eventsUrl?: string;
  interactivityUrl?: string;
  optionsUrl?: string;
}

export function readManifest(manifest: unknown, deliverTo?: string): AppConfig {
  if (manifest !== undefined && !isRecord(manifest))
    throw new TypeError('The manifest must be an object (a Slack app manifest as JSON).');
  const root = record(manifest);
  const features = record(root['features']);
  const settings = record(root['settings']);
  const events = record(settings['event_subscriptions']);
  const interactivity = record(settings['interactivity']);
  const home = record(features['app_home']);
  const name = text(record(root['display_information'])['name']) ?? 'Sandbox App';
  const bare = manifest === undefined;
  const scopes = list(record(record(root['oauth_config'])['scopes'])['bot']).filter((s) => typeof s === 'string');
  const eventsUrl = deliverTo ?? text(events['request_url']);
  const interactivityUrl = deliverTo ?? text(interactivity['request_url']);
  const optionsUrl = deliverTo ?? text(interactivity['message_menu_options_url']) ?? interactivityUrl;
  const socketMode = deliverTo === undefined && (bare || settings['socket_mode_enabled'] === true);
  return {
    name,
    botName: text(record(features['bot_user'])['display_name']) ?? name,
    commands: list(features['slash_commands'])
      .filter(isRecord)
      .map((entry) => readCommand(entry, deliverTo)),
    shortcuts: list(features['shortcuts']).filter(isRecord).map(readShortcut),
    scopes: bare ? null : new Set(scopes),
    botEvents: bare ? null : new Set(list(events['bot_events']).filter((e) => typeof e === 'string')),
    anyCommand: bare,
    hasHome: bare || home['home_tab_enabled'] === true,
    messagesTab: bare || home['messages_tab_enabled'] === true,
    interactive: bare || interactivity['is_enabled'] === true,
    socketMode,
    ...(eventsUrl === undefined ? {} : { eventsUrl }),
    ...(interactivityUrl === undefined ? {} : { interactivityUrl }),
    ...(optionsUrl === undefined ? {} : { optionsUrl }),
  };
}

function readShortcut(entry: Record<string, unknown>): AppShortcut {
  return {
    name: text(entry['name']) ?? '',
    type: entry['type'] === 'message' ? 'message' : 'global',
    callbackId: text(entry['callback_id']) ?? '',
    description: text(entry['description']) ?? '',
  };
}

function readCommand(entry: Record<string, unknown>, deliverTo: string | undefined): AppCommand {
  const url = deliverTo ?? text(entry['url']);
  return {
    command: text(entry['command']) ?? '',
    description: text(entry['description']) ?? '',
    usageHint: text(entry['usage_hint']) ?? '',
    escape: entry['should_escape'] === true,
    ...(url === undefined ? {} : { url }),
  };
}
