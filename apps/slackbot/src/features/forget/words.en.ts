/** English. Pure. */
import { plural } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    forget: {
      form: 'forget +966500000021',
      gives: 'shows what is held of a person, and erases it; also by e-mail address or a lead’s number (for admins)',
    },
  },

  forget: {
    title: 'Forget a person',
    whom: 'Type one phone number, e-mail address or lead’s number after “forget”; “forget sender” takes the sender’s number.',
    notShared: 'What is held of a person is for you alone. Type it again without --share.',
    held: (n: number) => `Leadbell holds ${plural(n, { one: '# thing', other: '# things' })} of this person.`,
    nothing: 'Leadbell holds nothing of this person.',
    kinds: {
      cards: (n: number) => plural(n, { one: '# message about a new lead', other: '# messages about new leads' }),
      shares: (n: number) => plural(n, { one: '# shared list', other: '# shared lists' }),
      files: (n: number) => plural(n, { one: '# exported file', other: '# exported files' }),
      leads: (n: number) => plural(n, { one: '# stored lead', other: '# stored leads' }),
      announcements: (n: number) =>
        plural(n, { one: '# record of an announcement', other: '# records of announcements' }),
    },
    waiting: (n: number) =>
      `${plural(n, { one: '# message or file is', other: '# messages or files are' })} still being deleted in Slack.`,
    noted: (alerts: string) =>
      `Colleagues wrote notes on alerts that count this lead: ${alerts}. Read them: a note may name the person, and Leadbell can’t tell.`,
    foundBy: {
      phone: 'Looked up by the phone number that you typed.',
      email: 'Looked up by the e-mail address that you typed.',
      lead: 'Looked up by the lead’s number in the DMS, with everything else of that lead.',
      sender: 'Looked up by the sender’s number.',
    },
    ask: 'Erase it now? This can’t be undone. Shared lists and exported files go as a whole, and Leadbell won’t post or show this person again.',
    erase: 'Erase',
    erased: 'The person is forgotten.',
    before: 'The person was forgotten before. There was nothing more to erase.',
    receipt: 'Receipt:',
    goes: 'Messages and files in Slack go within minutes. The audit log keeps the receipt.',
    notReached:
      'Out of Leadbell’s reach: private answers that were already shown, saved copies of files, text that people typed or pasted, Slack’s own copies, earlier backups, and the lead in the DMS.',
  },
};

export type ForgetWords = typeof en;
export type ForgetCommands = ForgetWords['commands'];
