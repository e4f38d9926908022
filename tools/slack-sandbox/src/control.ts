/**
 * Lets tests act in the sandbox as people do at their keyboards. Users and channels are given by id or by name
 * (`noura`, `sales`). Each action resolves when the app has acknowledged it, or has failed to acknowledge it. A refusal
 * is thrown as an `Error` with Slack's code as its message.
 */
import { findElement, type StateValues } from './blocks/elements.ts';
import { act, suggest } from './interactions/action.ts';
import { uninstall } from './interactions/event.ts';
import { say } from './interactions/say.ts';
import { runShortcut } from './interactions/shortcut.ts';
import { closeView, openHome, submitView, type Submitted } from './interactions/view.ts';
import { removeMessage } from './conversation.ts';
import { changeMember, changePerson, type PersonChange } from './membership.ts';
import { isRecord, list, type Json } from './json.ts';
import type { PageContainer, PageEvent } from './page/protocol.ts';
import type { Message } from './state/messages.ts';
import type { View } from './state/views.ts';
import { SlackRefusal } from './refusal.ts';
import type { World } from './world.ts';

export interface SandboxControl {
  /** Sends a message or a slash command. Returns `null`, or the code of the error that a notice shows to the person. */
  say: (user: string, channel: string, text: string, threadTs?: string) => Promise<string | null>;
  /** Presses a button, by its `action_id`, in a message or in one of the person's views. */
  click: (user: string, where: Message | View, actionId: string) => Promise<string | null>;
  /** Chooses an option by its value, in a select, overflow or radio group. */
  selectOption: (user: string, where: Message | View, actionId: string, value: string) => Promise<string | null>;
  /** Sends any other block action. `action`: the element's part of Slack's payload. */
  act: (user: string, where: Message | View, action: Json, state?: StateValues) => Promise<string | null>;
  suggest: (
    user: string,
    where: Message | View,
    typed: { blockId: string; actionId: string; value: string },
  ) => Promise<unknown[]>;
  /** Submits a view. `values`: by block_id and action_id; they are added to the view's state. */
  submitView: (user: string, view: View | string, values?: StateValues) => Promise<Submitted>;
  closeView: (user: string, view: View | string) => Promise<void>;
  openHome: (user: string) => void;
  /** Chooses a shortcut by its `callback_id`, in the menu of the message `on`, or else in the menu of the composer. */
  shortcut: (user: string, callbackId: string, on?: Message) => Promise<string | null>;
  /** Changes a person's kind, for example to a guest, an admin or a deactivated account. */
  changePerson: (user: string, change: PersonChange) => void;
  /**
   * Removes the app from the workspace, as an administrator would: sends `app_uninstalled` and `tokens_revoked`, and
   * refuses the app's token.
   */
  uninstall: () => void;
  /** Installs the app again, with the same token as before. */
  install: () => void;
  /** From now on Slack accepts only this app-level token. Open connections stay. */
  replaceAppToken: (token: string) => void;
  join: (user: string, channel: string) => void;
  leave: (user: string, channel: string) => void;
  /** Deletes a message as an administrator would. Slack notifies the app only if it subscribes to `message` events. */
  deleteMessage: (message: Message) => void;
  /**
   * Returns the channel's current messages, oldest first. With `as`, it includes the ephemeral messages that this
   * person sees.
   */
  messages: (channel: string, options?: { as?: string }) => Message[];
  /** Returns the person's open modals, the lowest first. */
  views: (user: string) => View[];
  home: (user: string) => View | null;
  /**
   * Resolves with the first value of `predicate` that is neither false nor null. The predicate is
   * called again when something in the sandbox changes, and when the app calls Slack.
   */
  waitFor: <T>(predicate: () => T | false | null | undefined, timeoutMs?: number) => Promise<T>;
  /** Resolves with the next message from now on that satisfies the predicate. */
  nextMessage: (predicate?: (message: Message) => boolean, timeoutMs?: number) => Promise<Message>;
  /** Resolves with the next notice that this person is shown. */
  nextNotice: (user: string, timeoutMs?: number) => Promise<string>;
  onEvent: (listener: (event: PageEvent, to: ReadonlySet<string> | null) => void) => () => void;
}

type WaitListener = (event?: PageEvent, to?: ReadonlySet<string> | null) => void;

/** Long enough for a busy machine; only a wait that fails takes this long. */
const standardWaitMs = 60_000;
const lookEveryMs = 50;

function place(where: Message | View): PageContainer {
  return 'ts' in where ? { message: { channel: where.channel, ts: where.ts } } : { view: { id: where.id } };
}

export function createControl(world: World): SandboxControl {
  const userId = (key: string): string =>
    world.people.users.has(key) ? key : ([...world.people.users.values()].find((user) => user.name === key)?.id ?? key);
  const channelId = (key: string): string => world.people.findChannel(key)?.id ?? key;

  /**
   * Waits until the listener from `hear` settles or throws. The listener is called for each event of the page, for
   * each change of the traffic, and at short intervals.
   */
  function waitOn<T>(what: string, timeoutMs: number, hear: (settle: (value: T) => void) => WaitListener): Promise<T> {
    return new Promise((resolve, reject) => {
      const stops: (() => void)[] = [];
      const timer = setTimeout(
        () => end(() => reject(new Error(`Waited ${timeoutMs} ms for ${what}; it did not come.`))),
        timeoutMs,
      );
      function end(finish: () => void): void {
        clearTimeout(timer);
        for (const stop of stops) stop();
        finish();
      }
      const listener = hear((value) => end(() => resolve(value)));
      const guarded: WaitListener = (...heard) => {
        try {
          listener(...heard);
        } catch (error) {
          end(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      // The condition may become true outside of the sandbox, without traffic.
      const looking = setInterval(guarded, lookEveryMs);
      stops.push(
        () => clearInterval(looking),
        world.bus.subscribe(guarded),
        world.traffic.onChange(() => guarded()),
      );
    });
  }

  const control: SandboxControl = {
    say: (user, channel, text, threadTs) => say(world, userId(user), channelId(channel), text, threadTs),
    act: (user, where, action, state) => act(world, userId(user), place(where), action, state),
    click: (user, where, actionId) => act(world, userId(user), place(where), { action_id: actionId }, undefined),
    selectOption(user, where, actionId, value) {
      const element = findElement(where.blocks ?? [], undefined, actionId)?.element ?? {};
      const groups = list(element['option_groups']).flatMap((group) => (isRecord(group) ? list(group['options']) : []));
      const option = [...list(element['options']), ...groups].find((item) => isRecord(item) && item['value'] === value);
      if (option === undefined) throw new Error(`No option ${JSON.stringify(value)} in ${actionId}`);
      return act(world, userId(user), place(where), { action_id: actionId, selected_option: option }, undefined);
    },
    async suggest(user, where, typed) {
      const suggested = await suggest(world, userId(user), place(where), typed);
      if (!suggested.ok) throw new Error(suggested.error);
      return suggested.options;
    },
    submitView: (user, view, values) =>
      submitView(world, userId(user), typeof view === 'string' ? view : view.id, values),
    closeView: (user, view) => closeView(world, userId(user), typeof view === 'string' ? view : view.id),
    deleteMessage({ channel, ts }) {
      const message = world.messages.get(channel, ts);
      if (message === undefined || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found');
      removeMessage(world, message);
    },
    changePerson: (user, change) => changePerson(world, userId(user), change),
    uninstall: () => uninstall(world),
    replaceAppToken: (token) => void (world.settings.appToken = token),
    install: () => void (world.conditions.isUninstalled = false),
    join: (user, channel) => changeMember(world, userId(user), channelId(channel), true),
    leave: (user, channel) => changeMember(world, userId(user), channelId(channel), false),
    openHome: (user) => openHome(world, userId(user)),
    shortcut: (user, callbackId, on) => runShortcut(world, userId(user), callbackId, on),
    messages: (channel, options = {}) =>
      world.messages.inChannel(channelId(channel), options.as === undefined ? undefined : userId(options.as)),
    views: (user) => world.views.stack(userId(user)),
    home: (user) => world.views.home(userId(user)),
    waitFor<T>(predicate: () => T | false | null | undefined, timeoutMs = standardWaitMs) {
      const already = predicate();
      if (already !== false && already != null) return Promise.resolve(already);
      return waitOn<T>('the condition', timeoutMs, (settle) => () => {
        const value = predicate();
        if (value !== false && value != null) settle(value);
      });
    },
    nextMessage: (predicate = () => true, timeoutMs = standardWaitMs) =>
      waitOn<Message>('a message', timeoutMs, (settle) => (event) => {
        if (event?.type !== 'message') return;
        const message = world.messages.get(event.message.channel, event.message.ts);
        if (message !== undefined && predicate(message)) settle(message);
      }),
    nextNotice: (user, timeoutMs = standardWaitMs) =>
      waitOn<string>('a notice', timeoutMs, (settle) => (event, to) => {
        if (event?.type === 'notice' && to?.has(userId(user)) === true) settle(event.text);
      }),
    onEvent: world.bus.subscribe,
  };
  return control;
}
