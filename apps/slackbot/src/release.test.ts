import { readFileSync } from 'node:fs';
import { alertRule, alertRules, version } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { sectionsSince } from './subscriptions/sections.ts';

const changelog = readFileSync(new URL('../../../CHANGELOG.md', import.meta.url), 'utf8');
/** The newest first. */
const releases = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, release = '']) => release);
const since: ReadonlySet<string> = new Set([
  ...alertRules.map((id) => alertRule(id)?.since ?? ''),
  ...Object.values(sectionsSince),
]);

test('the changelog has an entry for unreleased changes, then the releases, the newest first', () => {
  expect(changelog).toMatch(/^# Changes\n[^#]*\n## Unreleased\n/);
  expect(releases.at(-1)).toBe('0.1.0');
  expect(releases).toEqual(releases.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })));
});

test('each rule and section says a release of the changelog, or that it is unreleased', () => {
  expect([...since].filter((release) => release !== 'unreleased' && !releases.includes(release))).toEqual([]);
});

test('the version is the newest release of the changelog, or with -dev one that comes after it', () => {
  const [newest = ''] = releases;
  const [release = '', dev] = version.split('-');
  if (dev === undefined) {
    expect(version).toBe(newest);
    expect(since).not.toContain('unreleased');
    expect(changelog.split(/^## /m)[1]).toBe('Unreleased\n\nNothing yet.\n\n');
  } else {
    expect(version).toBe(`${release}-dev`);
    expect(release).toMatch(/^\d+\.\d+\.\d+$/);
    expect(release.localeCompare(newest, 'en', { numeric: true })).toBe(1);
  }
});
