/** Lists phrases that are hard to read, and exceptions. Pure. */

export interface Phrase {
  readonly pattern: RegExp;
  /** Says what to write instead. */
  readonly write: string;
  /** Titles of tests may begin like this, because they continue the title of their group. */
  readonly isFineInTitles?: true;
}

/** Checked at the beginning of a comment, of a sentence in a comment, and of a test title. */
export const unclearBeginnings: readonly Phrase[] = [
  { pattern: /What(?! (?:if|about)\b)/, write: 'begin with the noun that it stands for' },
  { pattern: /Of(?! course\b)/, write: 'name the thing first, or begin with "For"', isFineInTitles: true },
  { pattern: /Who/, write: 'name the person or the process' },
  { pattern: /That which/, write: 'name the thing' },
];

/** Checked everywhere in comments, test titles, texts in code and documents. */
export const unclearPhrases: readonly Phrase[] = [
  { pattern: /nobody|somebody|anybody/, write: 'name the person or the process, or use the passive' },
  { pattern: /whoever/, write: 'name the person or the process' },
  { pattern: /(?:hears?|heard) of/, write: 'reads, gets, or is notified of' },
  { pattern: /answers? for it|answered for it/, write: 'owns it' },
  { pattern: /(?:holds?|held) of (?:a|the|this) person/, write: 'about the person' },
  { pattern: /mend(?:s|ed|ing)?/, write: 'fix, resolve or repair' },
  { pattern: /wish(?:es|ed)?/, write: 'request' },
  { pattern: /untold/, write: 'not announced yet' },
  { pattern: /so that one/, write: 'say what the rule is for' },
  { pattern: /(?:do|does|did)(?: not|n't) get on/, write: 'stuck' },
  { pattern: /no news(?: any more)?/, write: 'say that it is not announced, or has expired' },
  { pattern: /passe[sd] over|swept up/, write: 'ignored, left out or found' },
  { pattern: /all else|what is left of/, write: 'everything else, the rest' },
  { pattern: /handed in/, write: 'passed in' },
  { pattern: /(?:is|are|was|were) told(?! apart)/, write: 'announced, notified or sent' },
];

export interface Exception {
  readonly file: string;
  /** The phrase with the words around it, as in the file. The phrase is allowed only in this text. */
  readonly phrase: string;
  readonly because: string;
}

export const allowedPhrases: readonly Exception[] = [
  {
    file: 'libs/postgres/src/account.ts',
    phrase: 'a "nobody" account',
    because: 'the name of an account',
  },
  {
    file: 'apps/slackbot/src/features/alerts/words.en.ts',
    phrase: 'write “nobody” to give it back',
    because: 'the word that a person types',
  },
  {
    file: 'apps/slackbot/src/features/digest/requests.ts',
    phrase: ' wish ',
    because: 'stored: a new key would send a request of the release before once more',
  },
];
