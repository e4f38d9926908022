/** For tests: half-done recipes that compile, but fail a test, break a house rule, or prevent the bot's start. */
import { alerts, app, type HalfDone, rule, threshold } from './recipes-fixtures.ts';

/** Tests must report these mistakes, which are planted together in another copy of the tree. */
export const untested: readonly HalfDone[] = [
  {
    recipe: 'a rule of alerts',
    forgot: 'its line in the list',
    plants: [{ file: `${alerts}/rules/planted-file.ts`, text: rule('planted-file', 'plantedFile') }],
    says: [/each rule has a file in this folder[\s\S]*planted-file\.ts/],
  },
  {
    recipe: 'a rule of alerts',
    forgot: 'its case in the replay, its row in the docs, and the changelog',
    plants: [
      { file: `${alerts}/rules/planted-rule.ts`, text: rule('planted-rule', 'plantedRule') },
      {
        file: `${alerts}/rules/index.ts`,
        after: `import { notWatching } from './not-watching.ts';`,
        text: `import { plantedRule } from './planted-rule.ts';`,
      },
      { file: `${alerts}/rules/index.ts`, after: '  noLeads,', text: '  plantedRule,' },
    ],
    says: [
      /describes each rule, with its thresholds[\s\S]*`planted-rule`/,
      /planted-rule never fired here: add a case/,
      /planted-rule \(since unreleased\): say in CHANGELOG\.md/,
    ],
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
    forgot: 'the example of the settings’ file, and the docs',
    plants: [
      {
        file: `${alerts}/numbers.ts`,
        after: 'export const alertNumbers = {',
        text: `  plantedLeads: { key: 'plantedKey', word: null, ${threshold.replace('subscription', 'settings')} },`,
      },
    ],
    says: [/the example has each alert number[\s\S]*plantedKey/, /plantedKey is not in docs\/alerts\.md/],
  },
  {
    recipe: 'a setting',
    forgot: 'the schema, .env.example and the page of settings',
    plants: [
      {
        file: 'libs/settings/src/names.ts',
        after: 'export const settingNames = {',
        text: "  PLANTED_SETTING: { secret: false, about: 'Planted' },",
      },
    ],
    says: [
      /schema\.ts lacks PLANTED_SETTING/,
      /\.env\.example lacks PLANTED_SETTING/,
      /docs\/settings\.md lacks PLANTED_SETTING/,
    ],
  },
  {
    recipe: 'a setting',
    forgot: 'to return its value',
    plants: [
      {
        file: 'libs/settings/src/names.ts',
        after: 'export const settingNames = {',
        text: "  PLANTED_UNREAD: { secret: true, about: 'Planted' },",
      },
      { file: 'libs/settings/src/schema.ts', after: 'const entries = {', text: '  PLANTED_UNREAD: secret,' },
      { file: '.env.example', after: '# The DMS', text: '# PLANTED_UNREAD=' },
      { file: 'docs/settings.md', after: '## The DMS', text: '\n- `PLANTED_UNREAD`: Planted.' },
    ],
    says: [/resolve\.ts never reads PLANTED_UNREAD/],
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
    says: [/the list of commands matches the features’ folders[\s\S]*"planted"/],
  },
  {
    recipe: 'a feature',
    forgot: 'its line in the list',
    plants: [
      {
        file: `${app}/features/unlisted/feature.ts`,
        text: `export const unlistedFeature = { name: 'unlisted' };\n`,
      },
    ],
    says: [/the list of features matches the folder[\s\S]*"unlisted"/],
  },
  {
    recipe: 'a command',
    forgot: 'the page of commands, and its goldens',
    plants: [
      {
        file: `${app}/features/index.ts`,
        after: '  helpFeature,',
        text: "  { name: 'bot', commands: helpFeature.commands?.map((one) => ({ ...one, name: 'unwritten', synonyms: [] })) },",
      },
    ],
    says: [/unwritten is not in docs\/commands\.md/, /no golden \S+\/command-unwritten\.en\.json/],
  },
];

/** The house rules must report each of these mistakes. The rules read only the text of the files. */
export const unruly: readonly HalfDone[] = [
  {
    recipe: 'a feature',
    forgot: 'its layer',
    plants: [
      {
        file: `${app}/features/planted/feature.ts`,
        text: `export const plantedFeature = { name: 'planted' };\n`,
      },
    ],
    says: [/features\/planted\/feature\.ts .*layers\.ts/],
  },
];

/** These mistakes prevent the bot's start, so they are planted last. */
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
