/** English. Pure. */
import { plural } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    forget: {
      form: 'forget +966500000021',
      gives:
        'shows what Leadbell holds about a person, with a button to erase it; an e-mail address or a lead’s number works too (for admins)',
    },
  },

  forget: {
    title: 'Forget a person',
    whom: 'After “forget”, type one phone number, one e-mail address or a lead’s number in the DMS. For the sender’s number, type “forget sender” and then the number.',
    notShared: 'Only you may see what is held about a person. Please type it again without --share.',
    held: (n: number) => `Leadbell holds ${plural(n, { one: '# item', other: '# items' })} about this person.`,
    nothing: 'Leadbell holds nothing about this person.',
    kinds: {
      cards: (n: number) => plural(n, { one: '# message about a new lead', other: '# messages about new leads' }),
      shares: (n: number) => plural(n, { one: '# shared list', other: '# shared lists' }),
      files: (n: number) => plural(n, { one: '# exported file', other: '# exported files' }),
      leads: (n: number) => plural(n, { one: '# stored lead', other: '# stored leads' }),
      announcements: (n: number) =>
        plural(n, { one: '# record that a lead was announced', other: '# records that a lead was announced' }),
    },
    waiting: (n: number) =>
      `${plural(n, { one: '# message or file is', other: '# messages or files are' })} still being deleted in Slack.`,
    noted: (alerts: string) =>
      `Colleagues wrote notes on alerts about this lead: ${alerts}. Please read them: a note may name the person, and Leadbell can’t see that.`,
    foundBy: {
      phone: 'Looked up by the phone number that you typed.',
      email: 'Looked up by the e-mail address that you typed.',
      lead: 'Looked up by the lead’s number in the DMS. Everything about the person of that lead is included.',
      sender: 'Looked up by the number that the lead’s sender gave it.',
    },
    ask: 'Erase it now? This can’t be undone. Shared lists and exported files are deleted as a whole, and Leadbell will not post or show this person again.',
    askAnyway:
      'Forget this person anyway? If the DMS lists this person later, Leadbell will not post or show them. This can’t be undone.',
    erase: 'Erase',
    forget: 'Forget',
    erased: 'The person’s data is erased.',
    before: 'The person’s data was erased before. There was nothing left to erase.',
    receipt: 'Receipt:',
    goes: 'Messages and files in Slack are deleted within minutes. The audit log keeps the receipt.',
    notReached:
      'Leadbell can’t erase these: private answers that were already shown, saved copies of files, text that people typed or pasted, Slack’s own copies, earlier backups, and the lead in the DMS.',
  },
};

export type ForgetWords = typeof en;
export type ForgetCommands = ForgetWords['commands'];
