import { readFileSync } from 'node:fs';
import { alertRule, alertRules, type Release } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { plainAlerts, plainDigest } from '../testing/definition-fixtures.ts';
import { type Definition, readDefinition, writeDefinition } from './definition.ts';
import { optionalSections, sectionsSince } from './sections.ts';

const digest: Definition = { ...plainDigest, schedule: { kind: 'days', minuteOfDay: 510, days: [7] } };
const stored = (definition: Definition): object => JSON.parse(JSON.stringify(writeDefinition(definition))) as object;

test.each([
  ['alerts', { ...plainAlerts, without: ['new-error'] }, alertRules],
  ['digest', { ...digest, without: ['hot'] }, optionalSections],
] as const)(
  'a subscription to %s with exclusions does not get rules or sections of later releases',
  (kind, one, all) => {
    expect(readDefinition(kind, stored(one))).toEqual(one);
    // The definition that was stored by a release without the newest item.
    const newest = all.at(-1) ?? '';
    const earlier = stored(one) as { readonly with: readonly string[] };
    const kept = { ...earlier, with: earlier.with.filter((id) => id !== newest) };
    expect(readDefinition(kind, kept)).toEqual({ ...one, without: [...one.without, newest] });
    // The definition that a later release would store, with items that this release does not have.
    const later = { ...earlier, without: [...one.without, 'later'], with: [...earlier.with, 'latest'] };
    expect(readDefinition(kind, later)).toEqual({ ...one, without: [...one.without, 'later'] });
  },
);

test.each([
  ['alerts', plainAlerts],
  ['digest', digest],
] as const)('a subscription to %s without exclusions gets new items, and stores no list', (kind, one) => {
  expect(stored(one)).not.toHaveProperty('with');
  expect(readDefinition(kind, stored(one))).toEqual(one);
});

test('a subscription that was stored without a list of chosen items keeps its exclusions', () => {
  const { with: _, ...earlier } = stored({ ...plainAlerts, without: ['new-error'] }) as { readonly with: unknown };
  expect(readDefinition('alerts', earlier)).toEqual({ ...plainAlerts, without: ['new-error'] });
});

test('the changelog names each rule and section in the entry of the release that added it', () => {
  const changes = readFileSync(new URL('../../../../CHANGELOG.md', import.meta.url), 'utf8');
  const textOf = (since: Release): string => {
    const title = since === 'unreleased' ? 'Unreleased' : since;
    return changes.split(/^## /m).find((part) => part.startsWith(`${title}\n`) || part.startsWith(`${title} `)) ?? '';
  };
  const all: readonly (readonly [string, Release])[] = [
    ...alertRules.map((id) => [id, alertRule(id)?.since ?? 'unreleased'] as const),
    ...Object.entries(sectionsSince),
  ];
  const untold = all.filter(([id, since]) => since !== '0.1.0' && !textOf(since).includes(`\`${id}\``));
  const says = untold.map(
    ([id, since]) => `${id} (since ${since}): say in CHANGELOG.md that it is on, and how to switch it off`,
  );
  expect(says).toEqual([]);
});
