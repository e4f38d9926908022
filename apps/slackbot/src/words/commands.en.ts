/** Typed words, and replies when they can't be read, in English. Pure. */
import { command, meant, number, q } from './grammar.en.ts';

export const en = {
  /**
   * The words for commands and filters in this language. People can type all of them, and the commands on buttons
   * contain them.
   */
  typed: {
    today: 'today',
    yesterday: 'yesterday',
    thisWeek: 'this week',
    lastDays: (days: number) => `last ${days} days`,
    errors: 'errors',
    bulk: 'bulk',
    lead: 'lead',
    find: 'find',
    help: 'help',
    status: 'status',
    subscribeAlerts: 'subscribe alerts',
  },

  complaints: {
    tooLong: (max: number) => `That is too long to read: please keep it under ${number(max)} characters.`,
    filtersTooLong: (max: number) =>
      `Together, the filters are too long: please keep them under ${number(max)} characters.`,
    filterTooLong: (key: string, max: number) =>
      `The value of ${q(`${key}:`)} is too long: please keep it under ${number(max)} characters.`,
    filterOfPerson: (key: string) =>
      `The value of ${q(`${key}:`)} looks like a phone number or an address: filters take names of brands, branches and sources.`,
    unknownFlag: (flag: string) => `I don’t know ${q(flag)}: the only option is “--share”.`,
    unknownFilter: (key: string, near: string | null, filters: readonly string[]) =>
      `I don’t know the filter ${q(`${key}:`)}: ${meant(near, `you can use ${filters.join(', ')}`)}`,
    repeatedFilter: (key: string) => `You gave the filter ${q(`${key}:`)} twice: please give it once.`,
    oneStatus: 'Please give only one status: errored, created or pending.',
    emptyFilter: (key: string) => `${q(`${key}:`)} needs a value: type for example ${command(`today ${key}:KIA`)}.`,
    emptyStatus: (key: string) =>
      `${q(`${key}:`)} needs a value (errored, created or pending): type for example ${command(`today ${key}:errored`)}.`,
    openQuote: (form: string) => `A quotation mark is missing at the end: did you mean ${q(form)}?`,
    unknownStatus: (value: string, near: string | null) =>
      `I don’t know the status ${q(value)}: ${meant(near, 'it can be errored, created or pending')}`,
    errorElsewhere: `“error:” works only with silence: to see the leads with errors, type ${command('errors')}.`,
    whatToSilence: `Say what to silence and for how long, for example ${command('silence source:Website 2h')} or ${command('silence error:"Branch not found" 2h')}.`,
    statusOfErrors: 'The list of errors has only leads with errors: please leave out the status filter.',
    unknownWords: (text: string, near: string) => `I don’t understand ${q(text)}: did you mean ${command(near)}?`,
    whichFilter: (text: string, filters: readonly string[]) =>
      `${q(text)} can be ${filters.join(' or ')}: which one do you mean?`,
    /** The reply if nothing in a line was understood. */
    strange: 'I can show you the leads of any day, brand, branch or source. For example:',
    /** The titles of the groups of examples; each names the people who use its commands. */
    jobs: {
      sales: 'For sales',
      manager: 'For managers',
      integration: 'For the integration',
      operator: 'For the person who runs Leadbell',
    },
    exportInAlert: 'To export leads with errors, choose Export in the menu of an alert. You can also ask:',
    search: (text: string) => `Search for ${q(text)}`,
    phoneOfLead: (form: string) =>
      `That looks like a phone number, but “lead” needs a lead’s number in the DMS: type for example ${command(form)}.`,
    missingId: (form: string) => `The number is missing: type for example ${command(form)}.`,
    notAnId: (text: string, form: string) => `${q(text)} is not a number: type for example ${command(form)}.`,
    idTooLarge: (text: string, form: string) =>
      `The number ${q(text)} is too large: type for example ${command(form)}.`,
    junk: (text: string, near: string) => `I don’t understand ${q(text)} at the end: did you mean ${command(near)}?`,
    future: (text: string, near: string) => `${q(text)} is in the future: did you mean ${command(near)}?`,
    periodTooLong: (text: string, days: number, near: string) =>
      `${q(text)} is longer than ${number(days)} days, the most I can read at once: did you mean ${command(near)}?`,
    backwards: (text: string, near: string) => `${q(text)} ends before it starts: did you mean ${command(near)}?`,
    unsureDay: (text: string, near: string) => `I’m not sure which day ${q(text)} is: did you mean ${command(near)}?`,
  },
};

export type CommandsWords = typeof en;
