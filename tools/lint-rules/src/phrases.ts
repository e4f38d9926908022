/** Phrases that must be read twice, the places that are checked for them, and the exceptions. Pure. */

export interface Phrase {
  readonly pattern: RegExp;
  /** The better way to write it. */
  readonly write: string;
  /** Clear at the beginning of a title, which continues that of its group. */
  readonly isFineInTitles?: true;
}

/** Add a folder or file once it is clean; never remove one. */
export const plainPlaces: readonly string[] = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'SECURITY.md',
  'docs',
  'libs',
  'apps/cli/src/commands',
  'apps/slackbot/src/bodies',
  'apps/slackbot/src/delivery',
  'apps/slackbot/src/features/help',
  'apps/slackbot/src/features/language',
  'apps/slackbot/src/features/leads',
  'apps/slackbot/src/features/new-leads',
  'apps/slackbot/src/features/replay',
  'apps/slackbot/src/jobs',
  'apps/slackbot/src/queries',
  'apps/slackbot/src/reports',
  'apps/slackbot/src/settings',
  'apps/slackbot/src/subscriptions',
  'apps/slackbot/src/watch',
  'tools/bench',
  'tools/slack-sandbox',
  'tools/torture',
];

/** At the beginning of a comment, a sentence in one, or a test title. */
export const unclearBeginnings: readonly Phrase[] = [
  { pattern: /What(?! (?:if|about)\b)|Whoever/, write: 'begin with the noun that it stands for' },
  { pattern: /Of(?! course\b)/, write: 'name the thing first, or begin with "For"', isFineInTitles: true },
  { pattern: /Who/, write: 'name the person or the process' },
  { pattern: /That which/, write: 'name the thing' },
];

/** Anywhere in comments, test titles, words files and documents. */
export const unclearPhrases: readonly Phrase[] = [
  { pattern: /nobody|somebody|anybody/, write: 'name the person or the process, or use the passive' },
  { pattern: /mend(?:s|ed|ing)?/, write: 'fix, resolve or repair' },
  { pattern: /wish(?:es|ed)?/, write: 'request' },
  { pattern: /untold/, write: 'not announced yet' },
  { pattern: /so that one/, write: 'say what the rule is for' },
  { pattern: /(?:do|does|did)(?: not|n't) get on/, write: 'stuck' },
  { pattern: /no news(?: any more)?/, write: 'say that it is not announced, or has expired' },
  { pattern: /(?:is|are|was|were) told(?! apart)/, write: 'announced, notified or sent' },
];

export interface Exception {
  readonly file: string;
  /** As it stands in the file. */
  readonly phrase: string;
  readonly because: string;
}

export const allowedPhrases: readonly Exception[] = [];
