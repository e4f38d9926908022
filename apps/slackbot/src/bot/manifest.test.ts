import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { expect, test } from 'vitest';
import { directoryMethods, methods } from '@leadbell/slack-kit';
import { outboundMethods } from '../delivery/outbound.ts';
import { botScopes, optionalScopes } from '@leadbell/domain';
import { commandName } from './leads-command.ts';
import { registry } from '../features/index.ts';
import { manifest } from '../testing/bot-context-fixtures.ts';
import { stillClock } from '../testing/memory-fixtures.ts';
import { createActed } from './acted.ts';
import type { BotContext } from './contract.ts';

interface Manifest {
  display_information: { name: string; long_description: string };
  features: {
    app_home: object;
    bot_user: { display_name: string };
    shortcuts: { name: string; type: string; callback_id: string; description: string }[];
    slash_commands: { command: string; usage_hint: string; description: string }[];
  };
  oauth_config: { scopes: { bot: string[]; bot_optional: string[] } };
  settings: {
    interactivity: { is_enabled: boolean };
    socket_mode_enabled: boolean;
    event_subscriptions: { bot_events: string[] };
  };
}

const { features, oauth_config: oauth, settings, display_information: display } = manifest as Manifest;

/** The scopes that each called method needs; if a method is missing here, the test fails. */
const scopeOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.delete': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** For each event that we receive, its name in the manifest and its scope. */
const scopeOfEvent: Readonly<Record<string, readonly [name: string, scope: string | null]>> = {
  app_home_opened: ['app_home_opened', null],
  app_uninstalled: ['app_uninstalled', null],
  tokens_revoked: ['tokens_revoked', null],
  app_mention: ['app_mention', 'app_mentions:read'],
  // We receive messages only in direct messages; in channels, mentions arrive instead.
  message: ['message.im', 'im:history'],
};

/** Everything that the listeners listen to, with the name of Bolt's method. */
function registered(): { surface: string; what: unknown }[] {
  const receiver: Receiver = { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const app = new App({ receiver, authorize: () => Promise.resolve({}), convoStore: false });
  const found: { surface: string; what: unknown }[] = [];
  const watched = new Proxy(app, {
    get: (target, name) => {
      if (
        !['command', 'action', 'event', 'message', 'shortcut', 'view', 'options', 'function'].includes(String(name))
      ) {
        return Reflect.get(target, name) as unknown;
      }
      return (what: unknown) => found.push({ surface: String(name), what });
    },
  });
  for (const listen of registry.listeners)
    listen(watched, { registry, acted: createActed(), homeClock: stillClock } as unknown as BotContext);
  return found;
}

test('the manifest subscribes to exactly the events that the listeners receive', () => {
  const heard = registered();
  expect(features.slash_commands.map(({ command }) => command)).toEqual(
    heard.filter(({ surface }) => surface === 'command').map(({ what }) => what),
  );
  expect(features.slash_commands[0]?.command).toBe(commandName);
  expect(settings.interactivity.is_enabled).toBe(
    heard.some(({ surface }) => surface === 'action' || surface === 'view'),
  );
  const events = heard.flatMap(({ surface, what }) =>
    surface === 'event' ? [scopeOfEvent[String(what)]?.[0] ?? ''] : [],
  );
  expect(settings.event_subscriptions.bot_events.toSorted()).toEqual(events.toSorted());
  const shortcuts = heard.flatMap(({ surface, what }) => (surface === 'shortcut' ? [what] : []));
  expect(shortcuts).toEqual(
    expect.arrayContaining(
      features.shortcuts.map(({ callback_id, type }) => ({
        callback_id,
        type: type === 'message' ? 'message_action' : 'shortcut',
      })),
    ),
  );
  expect(shortcuts).toHaveLength(features.shortcuts.length);
  expect(Object.keys(registry.shortcuts).toSorted()).toEqual(
    features.shortcuts.map(({ callback_id: id }) => id).toSorted(),
  );
  expect(
    heard.filter(({ surface }) => !['command', 'action', 'view', 'options', 'event', 'shortcut'].includes(surface)),
  ).toEqual([]);
  expect(settings.socket_mode_enabled).toBe(true);
});

test('the manifest has exactly the scopes that the called methods and the events need', () => {
  const called = [...methods, ...outboundMethods, ...directoryMethods].map((method) => scopeOf[method]);
  const needed = [...called, ...Object.values(scopeOfEvent).map(([, scope]) => (scope === null ? [] : [scope]))];
  expect(needed).not.toContain(undefined);
  expect(oauth.scopes.bot.toSorted()).toEqual(
    [...new Set(['commands', ...needed.flatMap((scopes) => scopes ?? [])])].toSorted(),
  );
});

test('scopes for typed messages and for messages in doubt are optional: an app installed without them still works', () => {
  const history = Object.values(scopeOf).flatMap((scopes) => scopes.filter((scope) => scope.endsWith(':history')));
  const heard = Object.values(scopeOfEvent).flatMap(([, scope]) => (scope === null ? [] : [scope]));
  expect(oauth.scopes.bot_optional.toSorted()).toEqual([...new Set([...history, ...heard])].toSorted());
});

test('the code and the manifest list the same scopes', () => {
  expect([...botScopes]).toEqual(oauth.scopes.bot);
  expect([...optionalScopes]).toEqual(oauth.scopes.bot_optional);
});

test('people find the Home tab, and can message the bot and type commands there', () => {
  expect(features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
});

test('the app’s description mentions each surface, and its length is within Slack’s limits', () => {
  const { long_description: text } = display;
  const named = [
    'Home:',
    'Messages:',
    '@Leadbell:',
    '/leads:',
    'Channels:',
    ...features.shortcuts.map(({ name }) => `“${name}”`),
  ];
  expect(named.filter((one) => !text.includes(one))).toEqual([]);
  expect(text.length).toBeGreaterThanOrEqual(175);
  expect(text.length).toBeLessThanOrEqual(4_000);
});

test('the app has the name that the texts use, and its other texts are within Slack’s limits', () => {
  expect([display.name, features.bot_user.display_name]).toEqual(['Leadbell', 'Leadbell']);
  for (const { name, description } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
  for (const { usage_hint: hint, description } of features.slash_commands) {
    expect(hint.length).toBeLessThanOrEqual(1_000);
    expect(description.length).toBeLessThanOrEqual(2_000);
  }
});
