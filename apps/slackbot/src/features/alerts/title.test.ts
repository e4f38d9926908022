// Tests titles that wrap on a narrow screen: no line break may come within a source, a branch or a count.
import { type AlertTraits, installationAliases } from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import { expect, test } from 'vitest';
import { messagesFor } from '../index.ts';
import { titleOf, whole } from './title.ts';

const oneError = [{ fingerprint: 'Branch not found|', leads: 28 }];

function titleIn(language: Language, source: string, branch: string): string {
  return titleWith(language, { source: [source], brand: [], branch: [branch] });
}

function titleWith(language: Language, traits: AlertTraits, errors = oneError): string {
  const member = {
    dmsId: '1',
    createdAt: null,
    state: 'completed',
    count: 28,
    of: 40,
    errors,
    traits,
    since: 0,
    resolvedAt: null,
  };
  const alert = {
    id: 1,
    connection: 'dms',
    rule: 'bulk-errors',
    group: 'Branch not found|',
    state: { members: { 1: member } },
  };
  return titleOf(alert as never, messagesFor(language), new Map());
}

test.each(languageTags)(
  'a title wraps only between its parts, never inside a place or a count or before a dot, in %s',
  (language) => {
    const title = titleIn(language, 'Walk-in', 'الرياض - الشمال');
    expect(title.split(' ').map((part) => part.replace(/[\u2066-\u2069]/g, ''))).toEqual([
      'Branch',
      'not',
      'found\u00A0×\u00A028\u00A0·',
      'Walk-\u2060in\u00A0·',
      'الرياض\u00A0-\u2060\u00A0الشمال',
    ]);
  },
);

test('a title names the source and the branch in the reader’s language', () => {
  installationAliases.use({ source: [['Walk-in', 'زيارة']], branch: [['Riyadh', 'الرياض']] });
  try {
    expect(titleIn('en', 'زيارة', 'Riyadh')).toMatch(/Walk-.?in.*Riyadh/);
    expect(titleIn('ar', 'Walk-in', 'Riyadh')).toMatch(/زيارة.*الرياض/);
  } finally {
    installationAliases.use({});
  }
});

test('adjacent numbers keep their order in Arabic text and stay on one line', () => {
  expect(whole('since 25 August 2025 20:00')).toBe('since\u00A025\u00A0August\u00A02025\u00A020:00');
  expect(whole('منذ 25 أغسطس 2025 20:00')).toBe('منذ\u00A025\u00A0أغسطس\u00A02025\u200720:00');
});

test('a title counts several sources only if all leads have the same error', () => {
  const traits = { source: ['Walk-in', 'Website'], brand: [], branch: ['Jeddah'] };
  expect(titleWith('en', traits)).toContain('2\u00A0sources');
  const two = [...oneError, { fingerprint: 'Invalid model|', leads: 1 }];
  expect(titleWith('en', traits, two)).not.toContain('sources');
  expect(titleWith('en', traits, two)).toContain('Jeddah');
});
