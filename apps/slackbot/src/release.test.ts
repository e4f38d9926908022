import { readFileSync } from 'node:fs';
import { alertRule, alertRules, version } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { sectionsSince } from './subscriptions/sections.ts';

const changelog = readFileSync(new URL('../../../CHANGELOG.md', import.meta.url), 'utf8');
/** The releases in the changelog, the newest first. */
const releases = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, release = '']) => release);
const since: ReadonlySet<string> = new Set([
  ...alertRules.map((id) => alertRule(id)?.since ?? ''),
  ...Object.values(sectionsSince),
]);

test('the changelog has a section for unreleased changes, and then the releases, the newest first', () => {
  expect(changelog).toMatch(/^# Changes\n[^#]*\n## Unreleased\n/);
  expect(releases.at(-1)).toBe('0.1.0');
  expect(releases).toEqual(releases.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })));
});

test('each rule and section names a release of the changelog, or is unreleased', () => {
  expect([...since].filter((release) => release !== 'unreleased' && !releases.includes(release))).toEqual([]);
});

/** Returns the problems of a version. A version without `-dev` must have no unreleased changes. */
function problemsOf(one: string, changes: string, known: ReadonlySet<string>): readonly string[] {
  const newest = /^## (\d+\.\d+\.\d+)/m.exec(changes)?.[1] ?? '';
  const later = /^(\d+\.\d+\.\d+)-dev$/.exec(one)?.[1];
  if (later !== undefined)
    return later.localeCompare(newest, 'en', { numeric: true }) > 0 ? [] : [`${later} does not come after ${newest}`];
  return [
    ...(one === newest ? [] : [`the changelog has no ${one} as its newest release`]),
    ...(known.has('unreleased') ? [`something of ${one} still says that it is unreleased`] : []),
    ...(changes.includes('## Unreleased\n\nNothing yet.\n\n') ? [] : [`changes of ${one} are still unreleased`]),
  ];
}

test('the version is the newest release of the changelog, or a later one that ends with -dev', () => {
  expect(problemsOf(version, changelog, since)).toEqual([]);
});

test.each([
  ['0.2.0-dev', '## Unreleased\n\n- More.\n\n## 0.1.0\n', ['unreleased'], []],
  ['0.10.0-dev', '## Unreleased\n\n- More.\n\n## 0.9.0\n', [], []],
  ['0.2.0', '## Unreleased\n\nNothing yet.\n\n## 0.2.0\n', ['0.2.0'], []],
  ['0.1.0-dev', '## Unreleased\n\n- More.\n\n## 0.1.0\n', [], [/0\.1\.0 does not come after 0\.1\.0/]],
  ['0.2.0', '## Unreleased\n\n- More.\n\n## 0.1.0\n', ['unreleased'], [/no 0\.2\.0/, /still says/, /changes of/]],
])(
  'the version %s is checked with the changelog “%s” and the releases that rules name: %j',
  (one, changes, known, says) => {
    expect(problemsOf(one, changes, new Set(known))).toEqual(says.map((text) => expect.stringMatching(text)));
  },
);
