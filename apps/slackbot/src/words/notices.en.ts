/** Messages that Leadbell sends unasked, from any feature: English. Pure. */
import type { Span, Text } from '@leadbell/slack-kit';
import { plural } from './grammar.en.ts';

/** Slack's codes for channels in which Leadbell can post again once it is invited. */
const needsInvitation: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

/** For each of Slack's codes, the reason why we can't post in a channel or workspace. */
const closedWhy: Readonly<Record<string, string>> = {
  is_archived: 'the channel is archived.',
  channel_is_archived: 'the channel is archived.',
  is_inactive: 'the channel is no longer in use.',
  not_in_channel: 'I’m not in the channel.',
  channel_not_found: 'I can’t find the channel; it may be private, and I’m not in it.',
  channel_is_limited_access: 'I’m not allowed into the channel.',
  posting_to_channel_denied: 'I’m not allowed to post in the channel.',
  restricted_action: 'only certain people may post in the channel, and I’m not one of them.',
  restricted_action_read_only_channel: 'the channel is read-only.',
  restricted_action_thread_only_channel: 'the channel allows only replies in threads.',
  channel_type_not_supported: 'apps can’t post in that kind of conversation.',
  method_not_supported_for_channel_type: 'apps can’t post in that kind of conversation.',
  user_disabled: 'the person’s account is switched off.',
  user_not_found: 'the person is no longer in this workspace.',
  user_not_visible: 'I’m not allowed to see the person.',
  user_is_restricted: 'the person is a guest, and apps can’t message them.',
  cannot_dm_bot: 'it is an app, and apps can’t message each other.',
  messages_tab_disabled: 'messages to Leadbell are switched off in this workspace.',
  token_revoked: 'Leadbell’s access to this workspace was revoked.',
  account_inactive: 'Leadbell’s access to this workspace was revoked.',
  invalid_auth: 'Slack no longer accepts Leadbell’s token.',
  never_comes: 'all of its days are closed in the calendar.',
  unheld: 'its owner is no longer allowed to own it, and no one has taken it over.',
  unreadable: 'a newer version of Leadbell created it, and this version can’t read it.',
};

export const en = {
  notices: {
    kind: (kind: string): string =>
      ({ digest: 'daily digest', alerts: 'alerts', leads: 'new leads' })[kind] ?? 'subscription',
    paused: (channel: Span, what: string): Text => [
      { words: 'I paused the ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      channel,
      { words: ':' },
    ],
    pausedShort: 'I paused one of your subscriptions:',
    /** Says what Slack's code means, and which step a person can take, if there is one. */
    why: (code: string): string => {
      const why = closedWhy[code] ?? `Slack does not let me post there (${code}).`;
      return needsInvitation.has(code) ? `${why} Type \`/invite @Leadbell\` there, then choose Resume.` : why;
    },
    resume: 'Nothing is sent until it is resumed: choose Resume in `/leads subscriptions`.',
    undelivered: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' could not be delivered:' },
    ],
    undeliveredShort: 'A message from your subscription could not be delivered:',
    goesOn: 'Later messages are sent as usual. `/leads subscriptions` shows how the last one ended.',
    perhaps: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' may be missing:' },
    ],
    perhapsShort: 'A message from your subscription may be missing:',
    lookThere: 'Please check whether it is there. I won’t post it again, so that no one reads it twice.',
    late: (place: Span, what: string, meantFor: string): Text => [
      { words: 'The ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ` was due on ${meantFor} and is not ready yet:` },
    ],
    lateShort: 'One of your digests is not ready yet:',
    comesLater: 'I keep trying. No leads are lost: the next digest also covers the time of this one.',
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
    askAgain: 'To try again, type `/leads subscriptions` in the channel and choose Send now.',
    subscribeAgain:
      'To see the leads now, type `/leads today`. To get digests again, type `/leads subscribe` in the channel.',
    /** Says why a message was given up or is tried again. `reason`: Slack's code, or a reason of our own. */
    undeliveredWhy: (reason: string): string => {
      const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
      if (kind === 'perhaps posted')
        return `Slack did not say whether it was posted, and I can’t look it up (${code}).`;
      if (kind === 'gone') return 'its thread no longer takes replies.';
      const known: Readonly<Record<string, string>> = {
        no_first_message: 'the message it belongs to was never posted.',
        no_answer: 'Slack is not answering.',
        ratelimited: 'Slack asks us to slow down.',
        msg_too_long: 'it is too long for Slack in any form.',
        msg_blocks_too_long: 'it is too long for Slack in any form.',
        invalid_blocks: 'Slack does not accept it in any form.',
      };
      return known[reason] ?? closedWhy[reason] ?? `Slack refuses it (${reason}).`;
    },
  },

  /** The first message of a day's thread, in channels that have one. */
  dayThread: {
    alerts: (date: string) => `Alerts of ${date}`,
    leads: (date: string) => `New leads of ${date}`,
  },
};

export type NoticesWords = typeof en;
