/** What is typed, and what is said of it when it is not understood: English. Pure. */
import { meant, number, q } from './grammar.en.ts';

export const en = {
  /** How commands and filters are written in this language: all can be typed, and every button's text is understood. */
  typed: {
    today: 'today',
    yesterday: 'yesterday',
    thisWeek: 'this week',
    lastDays: (days: number) => `last ${days} days`,
    errors: 'errors',
    bulk: 'bulk',
    lead: 'lead',
    help: 'help',
    status: 'status',
  },

  complaints: {
    tooLong: (max: number) => `That is too long to read: please keep it under ${number(max)} characters.`,
    filtersTooLong: (max: number) =>
      `The filters are too long together: please keep them under ${number(max)} characters.`,
    filterTooLong: (key: string, max: number) =>
      `What follows ${q(`${key}:`)} is too long: please keep it under ${number(max)} characters.`,
    unknownFlag: (flag: string) => `I do not know ${q(flag)}: the only one there is is “--share”.`,
    unknownFilter: (key: string, near: string | null) =>
      `I do not know the filter ${q(`${key}:`)}: ${meant(near, 'there are brand, branch, source, sub, priority, type and status')}`,
    repeatedFilter: (key: string) => `The filter ${q(`${key}:`)} is there twice: please give it once.`,
    oneStatus: 'Please give one status: errored, created or pending.',
    emptyFilter: (key: string) => `Nothing follows ${q(`${key}:`)}: please write for example ${q(`${key}:KIA`)}.`,
    emptyStatus: (key: string) => `Nothing follows ${q(`${key}:`)}: it can be errored, created or pending.`,
    openQuote: (form: string) => `A quotation mark is missing at the end: did you mean ${q(form)}?`,
    unknownStatus: (value: string, near: string | null) =>
      `I do not know the status ${q(value)}: ${meant(near, 'it can be errored, created or pending')}`,
    errorElsewhere:
      'The words of an error are for /leads silence; leads with errors are status:errored, or ask for /leads errors.',
    whatToSilence:
      'What shall I silence, and for how long? Write for example: /leads silence source:Email 2h maintenance, or error:"Branch not found" 2h.',
    statusOfErrors: 'The errors list holds only leads with errors: please leave the status filter out.',
    unknownWords: (text: string, near: string) => `I did not understand ${q(text)}: did you mean ${q(near)}?`,
    missingId: (form: string) => `The number is missing: please write for example ${q(form)}.`,
    notAnId: (text: string, form: string) => `${q(text)} is not a number: please write for example ${q(form)}.`,
    idTooLarge: (text: string, form: string) =>
      `The number ${q(text)} is too large: please write for example ${q(form)}.`,
    junk: (text: string, near: string) => `I did not understand ${q(text)} at the end: did you mean ${q(near)}?`,
    future: (text: string, near: string) => `${q(text)} is still to come: did you mean ${q(near)}?`,
    periodTooLong: (text: string, days: number, near: string) =>
      `${q(text)} is longer than the ${number(days)} days I can read at once: did you mean ${q(near)}?`,
    backwards: (text: string, near: string) => `In ${q(text)} the end comes before the start: did you mean ${q(near)}?`,
    unsureDay: (text: string, near: string) => `I cannot tell which day ${q(text)} is: did you mean ${q(near)}?`,
  },
};

export type CommandsWords = typeof en;
