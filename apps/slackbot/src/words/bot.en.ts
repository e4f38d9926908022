/** Replies that belong to no feature (acts, waiting, failures), in English. Pure. */
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Text } from '@leadbell/slack-kit';
import { plural } from './grammar.en.ts';

export const en = {
  /** Replies to an act. */
  acts: {
    /** Shown in a message beside the button, or in a form, which stays open. */
    notWritten: 'Leadbell couldn’t save your request, so nothing was done. Please try again in a minute.',
    once: 'This was already requested a moment ago, so it is done only once.',
    restarting: 'Leadbell is restarting. It will finish this when it is back.',
    done: 'Done. Sorry for the delay.',
    perhaps: 'Leadbell restarted while it was doing this. Please check whether it was done before you try again.',
    readAgain: 'Leadbell restarted before this was ready. Please try again.',
  },

  bot: {
    /**
     * The loading message. After a command, this text stays above the answer, because Slack does
     * not let us replace it.
     */
    fetching: 'Fetching your leads… one moment.',
    tryAgain: 'Try again',
    help: 'Help',
    languageOffer: 'Which language do you prefer?',
    /** A failure of the DMS, in a sentence that a sales person understands. */
    trouble: (kind: LeadsApiErrorKind): string =>
      ({
        unauthorized:
          'The DMS didn’t accept our sign-in, so no leads could be read. Please tell the person who looks after Leadbell.',
        'rate-limited': 'The DMS is asking us to slow down. Wait a moment and try again.',
        unavailable: 'The DMS is not answering at the moment. Your leads are safe there; try again in a minute.',
        timeout: 'The DMS took too long to answer. Try again, or ask for a shorter period.',
        contract: 'The DMS sent an answer that we can’t read. Please tell the person who looks after Leadbell.',
        'bad-request': 'The DMS didn’t accept this request. Try another period or another number.',
        'not-found':
          'There is no DMS at the address we use. Please ask the person who looks after Leadbell to check DMS_BASE_URL in the settings.',
        aborted: 'This was stopped before the DMS answered. Try again.',
      })[kind],
    retryAfter: (seconds: number): string =>
      plural(seconds, { one: 'You can try again in # second.', other: 'You can try again in # seconds.' }),
    /** An internal failure, for which the DMS is not to blame. */
    failed: 'Something went wrong on our side. Please try again.',
    reference: (reference: string): string => `Reference: ${reference}`,
    notInChannel: 'I’m not in this channel yet. Type `/invite @Leadbell` here, then share again.',
    shared: 'Shared with the channel.',
    listChanged:
      'Nothing was posted, because the page that you can share now differs from the one you saw. Here it is.',
    /** Slack's confirmation dialog before a button posts to the channel. */
    shareQuestion: {
      title: 'Post to this channel?',
      text: 'Everyone in the channel will see this list. Last names are shortened and contact details are hidden.',
      no: 'Cancel',
    },
    takeBack: {
      label: 'Take back',
      title: 'Take this back?',
      text: 'The message is deleted for everyone in the channel.',
      done: 'Taken back: the message is deleted.',
      notYours: 'Only the person who shared this, or an admin, can take it back.',
      unknown: 'Leadbell no longer knows who shared this, so it can’t take it back.',
    },
    /** The last line of a message that Slack accepted only as plain text. */
    rest: 'For the rest, type `/leads`.',
    busy: (seconds: number): string =>
      plural(seconds, {
        one: 'Slack is asking us to slow down. Please try again in # second.',
        other: 'Slack is asking us to slow down. Please try again in # seconds.',
      }),
    notNow: 'Slack couldn’t do this just now. Please try again in a minute.',
    workspaceClosed:
      'Slack doesn’t let Leadbell work in this workspace at the moment. Please tell the person who looks after Leadbell; `leadbell status` shows the reason.',
    pressAgain: 'That took too long for Slack. Please press the button again.',
    fileRefused: (code: string): string =>
      ({
        file_uploads_disabled: 'This workspace doesn’t allow files. Please ask a Slack admin to allow them.',
        file_uploads_except_images_disabled:
          'This workspace allows only image files. Please ask a Slack admin to allow other files.',
        file_type_not_allowed:
          'This workspace doesn’t allow this kind of file. Please ask a Slack admin to allow CSV files.',
        storage_limit_reached: 'This workspace has no room left for files. Please ask a Slack admin.',
        file_upload_size_restricted:
          'The file is larger than this workspace allows. Please ask for fewer leads, or ask a Slack admin.',
      })[code] ?? `Slack didn’t accept the file (${code}). Please ask a Slack admin.`,
    perhapsShared:
      'Slack didn’t confirm this, so it may already be in the channel. Please look there before you share it again.',
    sharedBy: (user: string): Text => [{ words: 'Shared by ' }, { user }],
    /** The reply to a button that is from an older version, or whose value was forged. */
    staleButton: 'This button is from an old message. Please ask again with `/leads`.',
  },
};

export type BotWords = typeof en;
