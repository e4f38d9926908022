/** For tests: half-done recipes that do not compile. */
import { alerts, app, type HalfDone, rule, threshold } from './recipes-fixtures.ts';

/** These recipes are planted together, so that the compiler runs only once. */
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
        file: 'libs/domain/src/leads/lead-filter.ts',
        after: '  readonly type?: FilterValue;',
        text: '  readonly plantedFilter?: FilterValue;',
      },
    ],
    says: [
      /leads\/filter\.ts.*'plantedFilter' is missing/,
      /queries\/filters\.ts.*'plantedFilter' is missing/,
      /words\/leads\.en\.ts.*plantedFilter/,
    ],
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
      /alerts\/alert-steps\.ts.*'plantedNews' is missing/,
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
    says: [/alerts\/words\.en\.ts.*planted-rule/, /each-rule\.test\.ts.*planted-rule.* is missing/],
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
      /subscriptions\/words\.en\.ts.*plantedword/,
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
    says: [
      /sections\/index\.ts.*'plantedSection' is missing/,
      /subscriptions\/words\.en\.ts.*'plantedSection' is missing/,
    ],
  },
  {
    recipe: 'a lead field',
    forgot: 'its form, its reader and where it is shown',
    plants: [
      {
        file: 'libs/domain/src/leads/lead.ts',
        after: '  readonly businessArea: string | null;',
        text: '  readonly plantedField: string | null;',
      },
    ],
    says: [
      /leads\/fields\.ts.*'plantedField' is missing/,
      /leads-api.src.wire\.ts.*'plantedField' is missing/,
      /leads\/places-of-fields\.ts.*'plantedField' is missing/,
    ],
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
    recipe: 'a feature',
    forgot: 'its words in one language',
    plants: [
      {
        file: `${app}/features/planted/feature.ts`,
        text: [
          `import type { Feature } from '../../bot/contract.ts';`,
          `export const planted: Feature = { name: 'planted', words: { en: { planted: { title: 'Planted' } } } };\n`,
        ].join('\n'),
      },
    ],
    says: [/planted\/feature\.ts.*\n.*missing the following properties.*ar/],
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
        file: 'libs/settings/src/planted.ts',
        text: `import type { settingNames } from './names.ts';\nexport const name: keyof typeof settingNames = 'PLANTED_SETTING';\n`,
      },
    ],
    says: [/settings\/src\/planted\.ts.*PLANTED_SETTING/],
  },
];
