/**
 * Tests that the pages on alerts and subscriptions have a row or a word for each rule, threshold,
 * section, option and filter.
 */
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

/** Returns the rows of the table with this header, by their first cell. */
function tableUnder(header: string): ReadonlyMap<string, string> {
  const lines = alerts.split('\n');
  const begin = lines.findIndex((line) => line.replaceAll(/\s+/g, ' ').startsWith(header)) + 2;
  const end = lines.findIndex((line, at) => at >= begin && !line.startsWith('|'));
  return new Map(
    lines.slice(begin, end).map((line) => {
      const [, first = '', ...others] = line.split('|').map((cell) => cell.trim());
      return [first, others.join(' ')];
    }),
  );
}

/** Returns the items of the first list under a heading, by the name before the colon. */
function listUnder(heading: string): ReadonlyMap<string, string> {
  const [, section = ''] = alerts.split(`\n## ${heading}\n`);
  const [, list = ''] = /\n\n(- [\s\S]*?)\n\n/.exec(section) ?? [];
  return new Map(list.split(/^- /m).flatMap((item) => (item === '' ? [] : [nameAndText(item)])));
}

function nameAndText(item: string): readonly [name: string, text: string] {
  const end = item.indexOf(':');
  return [item.slice(0, end), item.slice(end + 1)];
}

/** Returns the words that a text lacks, with the page that should have them. */
function lackingIn(page: string, text: string, all: readonly string[]): readonly string[] {
  return all.filter((word) => !text.includes(word)).map((word) => `${word} is not in docs/${page}.md`);
}

test('the privacy page names each kind of entry, and each surface in Slack', () => {
  const text = pageOf('privacy');
  const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  expect(
    lackingIn(
      'privacy',
      section('A data breach'),
      [...Object.keys(auditKinds), 'acts'].map((kind) => `\`${kind}\``),
    ),
  ).toEqual([]);
  const inSlack = leadSurfaces.surfaces.filter((surface) => surface !== 'Stored');
  expect(lackingIn('privacy', section('Outside the Kingdom'), inSlack)).toEqual([]);
});

test('a viewer sees masks only, as the privacy page says', () => {
  const viewer = rightsOf(
    { kind: 'member', isAdmin: false },
    { named: [], isCertain: true },
    { grants: [], others: 'viewer' },
  );
  expect([...viewer.scopes.keys()]).toEqual(['see lists']);
  const lists = leadSurfaces.surfaces.indexOf('Lists, channels');
  const whole = Object.entries(leadSurfaces.fields).filter(([, reached]) => reached[lists] === 'whole');
  // A company's name may be shown whole, because it does not name a person.
  expect(whole.map(([field]) => field)).toEqual(['companyName']);
});

test('the access page says for each scope what fails without it', () => {
  const text = pageOf('access').replaceAll(/\s+/g, ' ');
  const { without } = messagesFor('en').status.scopes;
  const sentences = botScopes.map(
    (scope) => `- \`${scope}\`: ${without[scope]}${optionalScopes.has(scope) ? ' Optional.' : ''}`,
  );
  expect(lackingIn('access', text, sentences)).toEqual([]);
});

test('the alerts page describes each rule, with its thresholds', () => {
  const rows = listUnder('Rules');
  expect([...rows.keys()]).toEqual(alertRules.map((rule) => `\`${rule}\``));
  for (const rule of alertRules) {
    const own = numberFields.filter((field) => alertNumbers[field].rule === rule);
    const keys = own.map((field) => `\`${alertNumbers[field].key}\``);
    expect(lackingIn('alerts', rows.get(`\`${rule}\``) ?? '', keys)).toEqual([]);
  }
});

test('the alerts page names every number in the settings', () => {
  expect(
    lackingIn(
      'alerts',
      alerts,
      numberFields.map((field) => alertNumbers[field].key),
    ),
  ).toEqual([]);
});

test('the alerts page has a row for each rule whose numbers can be typed', () => {
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

test('the subscriptions page names everything that can be typed', () => {
  const all = [
    ...textFilters.map((name) => `\`${name}:\``),
    ...languageTags.map((tag) => `\`${languages[tag].typed}\``),
    ...optionWords.all.map((name) => `\`${optionWords.typed(name, 'en')}\``),
    ...optionalSections.map((id) => `\`no-${sectionWords.typed(id, 'en')}\``),
    ...numberWords.map((name) => `\`${numberName(name, 'en')}-`),
  ];
  expect(lackingIn('subscriptions', subscriptions, all)).toEqual([]);
});
