/** The pages of alerts and subscriptions have a row or a word for each rule, threshold, section, option and filter. */
import { readFileSync } from 'node:fs';
import {
  alertNumbers,
  alertRules,
  botScopes,
  leadSurfaces,
  numberFields,
  optionalScopes,
  replayNumbers,
  rightsOf,
  thresholds,
} from '@leadbell/domain';
import { languages, languageTags } from '@leadbell/i18n';
import { auditKinds } from '@leadbell/store';
import { expect, test } from 'vitest';
import { numberName, ruleWords, sectionWords } from '../commands/option-words.ts';
import { textFilters } from '../queries/filters.ts';
import { numberWords } from '../subscriptions/numbers.ts';
import { optionalSections } from '../subscriptions/sections.ts';
import { messagesFor } from './index.ts';
import { optionWords } from './subscriptions/commands/subscribe-words.ts';

const pageOf = (name: string) => readFileSync(new URL(`../../../../docs/${name}.md`, import.meta.url), 'utf8');
const [alerts, subscriptions] = [pageOf('alerts'), pageOf('subscriptions')];

/** The rows of the table with this header, by their first cell: what the other cells say. */
function tableUnder(header: string): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  let name = '';
  const lines = alerts.split('\n');
  const begin = lines.findIndex((line) => line.replaceAll(/\s+/g, ' ').startsWith(header));
  for (const line of lines.slice(begin + 2)) {
    if (!line.startsWith('|')) break;
    const [, first = '', ...others] = line.split('|').map((cell) => cell.trim());
    name = first === '' ? name : first;
    rows.set(name, `${rows.get(name) ?? ''} ${others.join(' ')}`);
  }
  return rows;
}

/** Those of these words that a text lacks, with the page that should have them. */
function lackingIn(page: string, text: string, all: readonly string[]): readonly string[] {
  return all.filter((word) => !text.includes(word)).map((word) => `${word} is not in docs/${page}.md`);
}

test('the page of privacy names each kind of entry, and each surface in Slack', () => {
  const text = pageOf('privacy');
  const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  expect(
    lackingIn(
      'privacy',
      section('A breach'),
      [...Object.keys(auditKinds), 'acts'].map((kind) => `\`${kind}\``),
    ),
  ).toEqual([]);
  const inSlack = leadSurfaces.surfaces.filter((surface) => surface !== 'Stored');
  expect(lackingIn('privacy', section('Outside the Kingdom'), inSlack)).toEqual([]);
});

test('a viewer sees masks only, as the page of privacy says', () => {
  const viewer = rightsOf(
    { kind: 'member', isAdmin: false },
    { named: [], isCertain: true },
    { grants: [], others: 'viewer' },
  );
  expect([...viewer.scopes.keys()]).toEqual(['see lists']);
  const lists = leadSurfaces.surfaces.indexOf('Lists, channels');
  const whole = Object.entries(leadSurfaces.fields).filter(([, reached]) => reached[lists] === 'whole');
  // It names a lead that has no person.
  expect(whole.map(([field]) => field)).toEqual(['companyName']);
});

test('the page of access says of each scope what does not work without it', () => {
  const text = pageOf('access').replaceAll(/\s+/g, ' ');
  const { without } = messagesFor('en').status.scopes;
  const sentences = botScopes.map(
    (scope) => `- \`${scope}\`: ${without[scope]}${optionalScopes.has(scope) ? ' Optional.' : ''}`,
  );
  expect(lackingIn('access', text, sentences)).toEqual([]);
});

test('the page of alerts has a row for each rule, with its thresholds', () => {
  const rows = tableUnder('| rule | holds when');
  expect([...rows.keys()]).toEqual(alertRules.map((rule) => `\`${rule}\``));
  for (const rule of alertRules) {
    const own = numberFields.filter((field) => alertNumbers[field].rule === rule);
    const keys = own.map((field) => `\`${alertNumbers[field].key}\``);
    expect(lackingIn('alerts', rows.get(`\`${rule}\``) ?? '', keys)).toEqual([]);
  }
});

test('the page of alerts names every number of the settings', () => {
  expect(
    lackingIn(
      'alerts',
      alerts,
      numberFields.map((field) => alertNumbers[field].key),
    ),
  ).toEqual([]);
});

test('the page of alerts has a row for each rule with numbers to type', () => {
  const rows = tableUnder('| rule | thresholds');
  const typed = Map.groupBy(replayNumbers, ({ rule }) => rule);
  const rules = [...typed.keys()].map((rule) => `\`${ruleWords.typed(rule, 'en')}\``);
  expect([...rows.keys()]).toEqual([...rules, 'the others']);
  for (const [rule, its] of typed)
    expect(
      lackingIn(
        'alerts',
        rows.get(`\`${rule}\``) ?? '',
        its.map(({ word }) => `\`${word}-`),
      ),
    ).toEqual([]);
  const own = /\*\*A channel's own thresholds\*\*[\s\S]*?\n\n/.exec(alerts)?.[0] ?? '';
  expect(
    lackingIn(
      'alerts',
      own,
      thresholds.map(({ word }) => `\`${word}-`),
    ),
  ).toEqual([]);
});

test('the page of subscriptions names everything that can be typed', () => {
  const all = [
    ...textFilters.map((name) => `\`${name}:\``),
    ...languageTags.map((tag) => `\`${languages[tag].typed}\``),
    ...optionWords.all.map((name) => `\`${optionWords.typed(name, 'en')}\``),
    ...optionalSections.map((id) => `\`no-${sectionWords.typed(id, 'en')}\``),
    ...numberWords.map((name) => `\`${numberName(name, 'en')}-`),
  ];
  expect(lackingIn('subscriptions', subscriptions, all)).toEqual([]);
});
