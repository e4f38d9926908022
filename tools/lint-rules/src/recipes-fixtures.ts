/** For tests: recipes of `docs/recipes.md` half done, and the message that stops each. */
export interface Plant {
  readonly file: string;
  /** The line after which to insert it, or which it replaces; with neither, a new file. */
  readonly after?: string;
  readonly instead?: string;
  readonly text: string;
}
export interface HalfDone {
  readonly recipe: string;
  readonly forgot: string;
  readonly plants: readonly Plant[];
  /** The expected message with its location. */
  readonly says: readonly RegExp[];
}

const app = 'apps/slackbot/src';
const alerts = 'libs/domain/src/alerts';

/** A rule that declares everything, or everything but one part. */
function rule(id: string, name: string, without = ''): string {
  const declared = ["about: 'connection'", "since: 'unreleased'", 'followsOutage: false', 'isReplayable: true']
    .concat(["group: 'planted'", 'outageOf: null', 'needsPace: false', 'evaluate: () => null'])
    .filter((line) => without === '' || !line.startsWith(without));
  return [
    `import type { ConnectionRule } from '../facts.ts';`,
    `export const ${name}: ConnectionRule<'${id}'> = { id: '${id}', ${declared.join(', ')} };\n`,
  ].join('\n');
}

const threshold = `rule: 'no-leads', givenIn: 'subscription', unit: 'leads', usual: 1, least: 1, most: 9`;

/** Planted together, so that the compiler runs once. */
export const uncompiled: readonly HalfDone[] = [
  {
    recipe: 'a command',
    forgot: 'its words',
    plants: [
      {
        file: `${app}/features/help/commands/planted.ts`,
        text: [
          `import type { Command } from '../../../commands/command.ts';`,
          `export const usage: Command['usage'] = (messages) => messages.commands.plantedCommand;\n`,
        ].join('\n'),
      },
    ],
    says: [/help\/commands\/planted\.ts.*'plantedCommand' does not exist/],
  },
  {
    recipe: 'a filter',
    forgot: 'what it compares, and its words',
    plants: [
      {
        file: 'libs/domain/src/leads/filter.ts',
        after: '  readonly type?: FilterValue;',
        text: '  readonly plantedFilter?: FilterValue;',
      },
    ],
    says: [/leads\/filter\.ts.*'plantedFilter' is missing/, /queries\/filters\.ts.*'plantedFilter' is missing/],
  },
  {
    recipe: 'a rule of alerts',
    forgot: 'to declare whether it follows an outage',
    plants: [{ file: `${alerts}/rules/planted-half.ts`, text: rule('planted-half', 'plantedHalf', 'followsOutage') }],
    says: [/rules\/planted-half\.ts.*'followsOutage' is missing/],
  },
  {
    recipe: 'a rule of alerts',
    forgot: 'to say what still holds for a bulk',
    plants: [
      {
        file: `${alerts}/rules/planted-bulk.ts`,
        text: [
          `import type { BulkRule } from '../facts.ts';`,
          `export const plantedBulk: BulkRule<'planted-bulk'> = { id: 'planted-bulk', about: 'bulks', since: 'unreleased',`,
          `  followsOutage: false, isReplayable: true, namedBy: 'rule', counts: 'leads', expires: null, evaluate: () => [] };\n`,
        ].join('\n'),
      },
    ],
    says: [/rules\/planted-bulk\.ts.*'holds' is missing/],
  },
  {
    recipe: 'a fact of alerts',
    forgot: 'to store it, or to read it',
    plants: [
      { file: `${alerts}/facts.ts`, after: 'export interface BulkFacts {', text: '  readonly plantedFact: number;' },
      { file: `${alerts}/facts.ts`, after: 'export interface AlertFacts {', text: '  readonly plantedNews: number;' },
    ],
    says: [
      /tables\/bulk-facts\.ts.*'plantedFact' is missing/,
      /alerts\/evaluate\.ts.*'plantedNews' is missing/,
      /alerts\/replay\.ts.*\n?.*'plantedNews' is missing/,
    ],
  },
  {
    recipe: 'a rule of alerts',
    forgot: 'its words, and what makes it fire',
    plants: [
      { file: `${alerts}/rules/planted-rule.ts`, text: rule('planted-rule', 'plantedRule') },
      {
        file: `${alerts}/rules/index.ts`,
        after: `import { notWatching } from './not-watching.ts';`,
        text: `import { plantedRule } from './planted-rule.ts';`,
      },
      { file: `${alerts}/rules/index.ts`, after: '  noLeads,', text: '  plantedRule,' },
    ],
    says: [/'planted-rule' does not exist/, /each-rule\.test\.ts.*planted-rule.* is missing/],
  },
  {
    recipe: 'a threshold',
    forgot: 'what forms and cards say of it, and the facts that reach it',
    plants: [
      {
        file: `${alerts}/facts.ts`,
        after: 'export interface AlertSettings {',
        text: '  readonly plantedLeads: number;',
      },
      {
        file: `${alerts}/numbers.ts`,
        after: 'export const alertNumbers = {',
        text: `  plantedLeads: { key: 'plantedKey', word: 'plantedword', ${threshold} },`,
      },
    ],
    says: [
      /subscription-cards\.ts.*'plantedKey' is missing/,
      /'plantedword' does not exist/,
      /alerts\/thresholds\.test\.ts.*'plantedLeads' is missing/,
    ],
  },
  {
    recipe: 'a counted value',
    forgot: 'to note it while scanning',
    plants: [
      {
        file: 'libs/domain/src/leads/counted-lead.ts',
        after: 'export type CountedField =',
        text: "  | 'preferredLanguage'",
      },
    ],
    says: [/leads-api.src.plain-lead\.ts.*PartialLead/, /'preferredLanguage' is missing/],
  },
  {
    recipe: 'a section of the digest',
    forgot: 'its file and its label',
    plants: [
      {
        file: `${app}/subscriptions/sections.ts`,
        after: 'export const sectionsSince = {',
        text: "  plantedSection: 'unreleased',",
      },
    ],
    says: [/sections\/index\.ts.*'plantedSection' is missing/, /subscribe-fields\.ts.*plantedSection/],
  },
  {
    recipe: 'a lead field',
    forgot: 'its form and its reader',
    plants: [
      {
        file: 'libs/domain/src/leads/lead.ts',
        after: '  readonly businessArea: string | null;',
        text: '  readonly plantedField: string | null;',
      },
    ],
    says: [/leads\/fields\.ts.*'plantedField' is missing/, /leads-api.src.wire\.ts.*'plantedField' is missing/],
  },
  {
    recipe: 'a lead field',
    forgot: 'the table, while the reader has it',
    plants: [
      {
        file: 'libs/leads-api/src/wire.ts',
        after: '  const w = wire as Fields<typeof leadFields>;',
        text: "  if (w['plantedWire'] === 1) return null;",
      },
    ],
    says: [/'plantedWire' does not exist/],
  },
  {
    recipe: 'a language',
    forgot: 'its words',
    plants: [
      {
        file: 'libs/i18n/src/languages.ts',
        after: 'export const languages = {',
        text: "  xx: { name: 'Planted', typed: 'planted', words: [], direction: 'ltr', script: null, fallback: null },",
      },
    ],
    says: [/words\/index\.ts.*\n.*'xx' is missing/, /alerts\/feature\.ts.*\n.*'xx' is missing/],
  },
  {
    recipe: 'a table',
    forgot: 'to say that it exists',
    plants: [
      {
        file: 'libs/store/src/tables/backup-plan.ts',
        after: 'export const backupTables = [',
        text: "  'planted_table',",
      },
    ],
    says: [/backup-plan\.ts.*planted_table/],
  },
  {
    recipe: 'a job',
    forgot: 'what it does',
    plants: [{ file: `${app}/jobs/index.ts`, after: '  return [', text: "    { name: 'plantedJob', attempts: 3 }," }],
    says: [/jobs\/index\.ts[^\n]*\n(?: [^\n]*\n)*[^\n]*handle/],
  },
  {
    recipe: 'a setting',
    forgot: 'its name',
    plants: [
      {
        file: `${app}/settings/planted.ts`,
        text: `import type { settingNames } from './names.ts';\nexport const name: keyof typeof settingNames = 'PLANTED_SETTING';\n`,
      },
    ],
    says: [/settings\/planted\.ts.*PLANTED_SETTING/],
  },
];

/** Caught by tests: also planted together, in another copy. */
export const untested: readonly HalfDone[] = [
  {
    recipe: 'a rule of alerts',
    forgot: 'its line in the list',
    plants: [{ file: `${alerts}/rules/planted-file.ts`, text: rule('planted-file', 'plantedFile') }],
    says: [/the rules are the files of this folder[\s\S]*planted-file\.ts/],
  },
  {
    recipe: 'a rule of alerts',
    forgot: 'its case in the replay, and the changelog',
    plants: [
      { file: `${alerts}/rules/planted-rule.ts`, text: rule('planted-rule', 'plantedRule') },
      {
        file: `${alerts}/rules/index.ts`,
        after: `import { notWatching } from './not-watching.ts';`,
        text: `import { plantedRule } from './planted-rule.ts';`,
      },
      { file: `${alerts}/rules/index.ts`, after: '  noLeads,', text: '  plantedRule,' },
    ],
    says: [/planted-rule never fired here: add a case/, /planted-rule \(since unreleased\): say in CHANGELOG\.md/],
  },
  {
    recipe: 'a section of the digest',
    forgot: 'the changelog',
    plants: [
      {
        file: `${app}/subscriptions/sections.ts`,
        after: 'export const sectionsSince = {',
        text: "  plantedSection: 'unreleased',",
      },
    ],
    says: [/plantedSection \(since unreleased\): say in CHANGELOG\.md/],
  },
  {
    recipe: 'a threshold',
    forgot: 'the example of the settings’ file',
    plants: [
      {
        file: `${alerts}/numbers.ts`,
        after: 'export const alertNumbers = {',
        text: `  plantedLeads: { key: 'plantedKey', word: null, ${threshold.replace('subscription', 'settings')} },`,
      },
    ],
    says: [/the example has each alert number[\s\S]*plantedKey/],
  },
  {
    recipe: 'a setting',
    forgot: '.env.example and the page of settings',
    plants: [
      {
        file: `${app}/settings/names.ts`,
        after: 'export const settingNames = {',
        text: "  PLANTED_SETTING: { secret: false, about: 'Planted' },",
      },
    ],
    says: [/\.env\.example names every setting[\s\S]*PLANTED_SETTING/],
  },
  {
    recipe: 'a command',
    forgot: 'its line in the feature',
    plants: [
      {
        file: `${app}/features/help/commands/planted.ts`,
        text: `export const planted = { name: 'planted', answer: () => null };\n`,
      },
    ],
    says: [/are those in the features’ folders[\s\S]*"planted"/],
  },
  {
    recipe: 'a command',
    forgot: 'the page of commands',
    plants: [
      {
        file: `${app}/features/index.ts`,
        after: '  helpFeature,',
        text: "  { name: 'bot', commands: helpFeature.commands?.map((one) => ({ ...one, name: 'unwritten', synonyms: [] })) },",
      },
    ],
    says: [/unwritten is not in docs\/commands\.md/],
  },
];

/** Prevents the start: planted last. */
export const unstarted: readonly HalfDone[] = [
  {
    recipe: 'a press',
    forgot: 'to say what it is',
    plants: [
      {
        file: `${app}/cards/action-ids.ts`,
        after: 'export const actionIds = {',
        text: "  planted: 'leads.planted',",
      },
    ],
    says: [/no feature says what a press of leads\.planted is/],
  },
];

const french = "{ en: 'in English', ar: 'in Arabic'";
const arabic = "{ en: 'بالإنجليزية', ar: 'بالعربية'";

/**
 * French that falls back to English: the words of one feature, with one text left in English, and of another that
 * does not register them. Planted in a third copy.
 */
export const partialLanguage: readonly Plant[] = [
  {
    file: 'libs/i18n/src/languages.ts',
    after: '    fallback: null,',
    text: [
      `  },\n  fr: {\n    name: 'Français',\n    typed: 'french',\n    words: ['fr', 'français'],`,
      `    direction: 'ltr',\n    script: null,\n    fallback: 'en',`,
    ].join('\n'),
  },
  {
    file: `${app}/words/fr.ts`,
    text: [
      `import { createFormat, languages } from '@leadbell/i18n';`,
      `export const fr = { tag: 'fr' as const, direction: languages.fr.direction, format: createFormat('fr'), listSeparator: ', ' };\n`,
    ].join('\n'),
  },
  {
    file: `${app}/words/index.ts`,
    after: `import { ar } from './ar.ts';`,
    text: `import { fr } from './fr.ts';`,
  },
  {
    file: `${app}/words/index.ts`,
    instead: 'const shared: InLanguages<SharedWords> = { en, ar };',
    text: 'const shared: InLanguages<SharedWords> = { en, ar, fr };',
  },
  {
    file: `${app}/features/subscriptions/words.en.ts`,
    instead: `    language: ${french} } satisfies Readonly<Record<Language, string>>,`,
    text: `    language: ${french}, fr: 'in French' } satisfies Readonly<Record<Language, string>>,`,
  },
  {
    file: `${app}/features/subscriptions/words.ar.ts`,
    instead: `    language: ${arabic} },`,
    text: `    language: ${arabic}, fr: 'بالفرنسية' },`,
  },
  {
    file: `${app}/features/language/words.fr.ts`,
    text: [
      `import type { LanguageWords } from './words.en.ts';`,
      `export const fr: LanguageWords = {`,
      `  commands: { language: { form: 'language french', gives: 'answers you in this language from now on' } },`,
      '  people: { whichLanguage: (all) => `Quelle langue : ${all.map((name) => `\\`/leads language ${name}\\``).join()} ?`,',
      `    languageSet: 'Je vous réponds désormais en français.' },\n};\n`,
    ].join('\n'),
  },
  {
    file: `${app}/features/language/feature.ts`,
    after: `import { ar } from './words.ar.ts';`,
    text: `import { fr } from './words.fr.ts';`,
  },
  {
    file: `${app}/features/language/feature.ts`,
    instead: `export const languageFeature: Feature = { name: 'language', words: { en, ar }, commands: [language] };`,
    text: `export const languageFeature: Feature = { name: 'language', words: { en, ar, fr }, commands: [language] };`,
  },
  {
    file: `${app}/features/help/words.fr.ts`,
    text: `export const fr = { help: { title: 'Comment demander' } };\n`,
  },
];

/** The only tests that may fail with it: those that name the missing part, and the texts that list the languages. */
export const partialLanguageFails: readonly string[] = [
  'src/features/cards.test.ts > cards in ar > subscriptions with the result of their last message and the overdue digest',
  'src/features/cards.test.ts > cards in en > subscriptions with the result of their last message and the overdue digest',
  'src/settings.test.ts > the page of settings describes every setting, in these words',
  'src/words/locales.test.ts > the languages > say the same things: in fr no text is left in English',
  'src/words/locales.test.ts > the languages > the words of features/help/words.fr.ts are used',
];
export const partialLanguageSays: readonly RegExp[] = [
  /help\/words\.fr\.ts is not joined: see its feature\.ts/,
  /"commands\.language\.gives"/,
  /LANGUAGE/,
];
