/** Messages that Leadbell sends by itself, of any feature: English. Pure. */
import type { Span, Text } from '@leadbell/slack-kit';
import { plural } from './grammar.en.ts';

/** A place or a workspace that is closed to us, by Slack's code. */
const closedWhy: Readonly<Record<string, string>> = {
  is_archived: 'the channel is archived.',
  channel_is_archived: 'the channel is archived.',
  is_inactive: 'the channel is not in use any more.',
  not_in_channel: 'I am no longer in the channel.',
  channel_not_found: 'I can no longer see the channel.',
  channel_is_limited_access: 'I am not allowed into the channel.',
  posting_to_channel_denied: 'I am not allowed to post in the channel.',
  restricted_action: 'only some people may post in the channel, and I am not one of them.',
  restricted_action_read_only_channel: 'nobody may post in the channel: it is read-only.',
  restricted_action_thread_only_channel: 'the channel takes replies in threads only.',
  channel_type_not_supported: 'apps can’t post in that kind of conversation.',
  method_not_supported_for_channel_type: 'apps can’t post in that kind of conversation.',
  user_disabled: 'the person’s account is switched off.',
  user_not_found: 'the person is no longer in this workspace.',
  user_not_visible: 'I am not allowed to see the person.',
  user_is_restricted: 'the person is a guest whom apps can’t write to.',
  cannot_dm_bot: 'it is an app, and apps can’t write to each other.',
  messages_tab_disabled: 'messages to Leadbell are switched off in this workspace.',
  token_revoked: 'Leadbell’s access to this workspace was revoked.',
  account_inactive: 'Leadbell’s access to this workspace was revoked.',
  invalid_auth: 'Slack no longer accepts Leadbell’s token.',
  never_comes: 'its days are all closed in the calendar.',
  unreadable: 'it was made by a later version of Leadbell, and this one can’t read it.',
};

export const en = {
  /** Messages that Leadbell sends by itself. */
  notices: {
    kind: (kind: string): string =>
      ({ digest: 'daily digest', alerts: 'alerts', leads: 'new leads' })[kind] ?? 'subscription',
    paused: (channel: Span, what: string): Text => [
      { words: 'I paused the ' },
      { words: what, style: 'bold' },
      { words: ' of ' },
      channel,
      { words: ':' },
    ],
    pausedShort: 'I paused a subscription of yours:',
    /** Slack's code, as a reason that a person can do something about. */
    why: (code: string): string => closedWhy[code] ?? `Slack does not let me post there (${code}).`,
    resume: 'Nothing more is sent until it is resumed.',
    undelivered: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' could not be delivered:' },
    ],
    undeliveredShort: 'A message of your subscription could not be delivered:',
    goesOn: 'The next ones are sent as usual. /leads subscriptions shows how the last one ended.',
    perhaps: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' may be missing:' },
    ],
    perhapsShort: 'A message of your subscription may be missing:',
    lookThere: 'Please look whether it is there. I will not post it again, so that nobody reads it twice.',
    late: (place: Span, what: string, meantFor: string): Text => [
      { words: 'The ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ` was meant for ${meantFor} and is not ready yet:` },
    ],
    lateShort: 'A digest of yours is not ready yet:',
    comesLater: 'I keep trying. No hour is lost: the next digest covers them all and says so.',
    unsent: (place: Span, what: string): Text => [
      { words: 'I did not send the ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' that you asked for with Send now:' },
    ],
    unsentShort: 'I did not send the digest that you asked for:',
    unsentWhy: {
      paused: 'its subscription was paused before the digest was ready.',
      changed: 'its subscription was edited before the digest was ready.',
      removed: 'its subscription was removed before the digest was ready.',
    },
    askAgain: 'To try again, type /leads subscriptions in the channel and choose Send now.',
    subscribeAgain:
      'To see the leads now, type /leads today. To get digests again, type /leads subscribe in the channel.',
    /** Slack's code or a reason of ours: why a message was given up, or is tried again. */
    undeliveredWhy: (reason: string): string => {
      const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
      if (kind === 'perhaps posted')
        return `Slack did not say whether it was posted, and I can’t look it up (${code}).`;
      if (kind === 'gone') return 'its thread takes no more replies.';
      const known: Readonly<Record<string, string>> = {
        no_first_message: 'the message that it belongs to was never posted.',
        no_answer: 'Slack does not answer.',
        ratelimited: 'Slack asks us to slow down.',
        msg_too_long: 'it is too long for Slack in any form.',
        msg_blocks_too_long: 'it is too long for Slack in any form.',
        invalid_blocks: 'Slack takes it in no form.',
      };
      return known[reason] ?? closedWhy[reason] ?? `Slack refuses it (${reason}).`;
    },
  },

  /** Begins the thread of a day, where a channel has one. */
  dayThread: {
    alerts: (date: string) => `Alerts of ${date}`,
    leads: (date: string) => `New leads of ${date}`,
  },
};

export type NoticesWords = typeof en;
