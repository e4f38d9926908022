/** What Leadbell answers whatever was asked: acts, waiting, failures: English. Pure. */
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Text } from '@leadbell/slack-kit';
import { plural } from './grammar.en.ts';

export const en = {
  /** What is said of something that a person did. */
  acts: {
    /** Beside a button, and in a form that stays open. */
    notWritten: 'Leadbell could not take this just now, so nothing was done. Please try again in a minute.',
    once: 'Somebody asked for this a moment ago, so it is done only once.',
    restarting: 'Leadbell is restarting. It will finish this as soon as it is back.',
    done: 'Done. Sorry that this comes late.',
    perhaps: 'Leadbell restarted in the middle of this. Please look whether it is there before you try again.',
    readAgain: 'Leadbell restarted before this was ready. Please try again.',
  },

  bot: {
    /** After a command it stays above the answer: Slack does not let it be replaced. */
    fetching: 'Fetching your leads… one moment.',
    tryAgain: 'Try again',
    help: 'Help',
    /** A sentence that a sales person understands. */
    trouble: (kind: LeadsApiErrorKind): string =>
      ({
        unauthorized:
          'The DMS did not accept our sign-in, so no leads could be read. Please tell whoever looks after Leadbell.',
        'rate-limited': 'The DMS is asking us to slow down. Wait a moment and try again.',
        unavailable: 'The DMS is not answering at the moment. Your leads are safe there; try again in a minute.',
        timeout: 'The DMS took too long to answer. Try again, or ask for a shorter period.',
        contract: 'The DMS answered in a form we do not understand. Please tell whoever looks after Leadbell.',
        'bad-request': 'The DMS did not accept this question. Try another period or another number.',
        'not-found':
          'The DMS has nothing at the address we use. Whoever looks after Leadbell can check it: it is DMS_BASE_URL in the settings.',
        aborted: 'This was stopped before the DMS had answered. Try again.',
      })[kind],
    retryAfter: (seconds: number): string =>
      plural(seconds, { one: 'It can be asked again in # second.', other: 'It can be asked again in # seconds.' }),
    /** Not the DMS's fault: ours. */
    failed: 'Something went wrong on our side. Please try again.',
    reference: (reference: string): string => `Reference: ${reference}`,
    notInChannel: 'I am not in this channel yet: type /invite @Leadbell here, then share again.',
    shared: 'Shared with the channel.',
    /** Ends a message that Slack took as plain text only. */
    rest: 'The rest is in /leads.',
    busy: (seconds: number): string =>
      plural(seconds, {
        one: 'Slack asks us to wait. Please try again in # second.',
        other: 'Slack asks us to wait. Please try again in # seconds.',
      }),
    notNow: 'Slack could not do it just now. Please try again in a minute.',
    workspaceClosed:
      'Slack does not let Leadbell work in this workspace at the moment. Please tell whoever manages Leadbell: `leadbell status` says why.',
    pressAgain: 'That took too long for Slack. Please press again.',
    fileRefused: (code: string): string =>
      ({
        file_uploads_disabled: 'This workspace does not allow files. Please ask an admin of Slack to allow them.',
        file_uploads_except_images_disabled:
          'This workspace allows only images as files. Please ask an admin of Slack to allow others.',
        file_type_not_allowed:
          'This workspace does not allow this kind of file. Please ask an admin of Slack to allow CSV files.',
        storage_limit_reached: 'This workspace has no room left for files. Please ask an admin of Slack.',
        file_upload_size_restricted:
          'The file is larger than this workspace allows. Please ask for fewer leads, or ask an admin of Slack.',
      })[code] ?? `Slack did not take the file (${code}). Please ask an admin of Slack.`,
    perhapsShared: 'Slack did not confirm it: it may already be in the channel. Look there before you share it again.',
    sharedBy: (user: string): Text => [{ words: 'Shared by ' }, { user }],
    /** A button of an older version, or one that somebody made up. */
    staleButton: 'This button is from an older message: please ask again with /leads.',
  },
};

export type BotWords = typeof en;
