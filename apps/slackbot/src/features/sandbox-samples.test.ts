// Tests that the samples in the help and in the documentation name only values that leads of the sandbox have.
import { readFileSync } from 'node:fs';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { KnownValues, type LeadFilter, oneOf, type SilenceMatcher, type Vocabulary } from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import { beforeAll, expect, test } from 'vitest';
import { unseenValues } from '../commands/value-words.ts';
import { bare, contextFor, fakeApi, noon } from '../testing/lead-fixtures.ts';
import { parseText } from '../testing/commands-fixtures.ts';
import { messagesFor, registry } from './index.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  const dms = await startDmsSimulator({ now: () => noon });
  const { bySource, byBrand } = dms.truth({ from: noon - 86_400_000, to: noon });
  await dms.close();
  const values = new KnownValues();
  const leads = [
    ...Object.keys(bySource).map((source) => ({ ...bare, source })),
    ...Object.keys(byBrand).map((brand) => ({ ...bare, brand })),
  ];
  values.see(leads, noon);
  vocabulary = values.within('all');
});

/** The values that no lead of the sandbox has; null if the line is not understood. */
function unseenIn(line: string, tag: Language): readonly string[] | null {
  const parsed = parseText(line, contextFor(fakeApi([]), tag));
  if (!parsed.ok) return null;
  const { filters = {}, matchers = {} } = parsed.query as { filters?: LeadFilter; matchers?: SilenceMatcher };
  const { source, brand, branch } = matchers;
  const silenced = Object.entries({ source, brand, branch }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, oneOf(value)] as const],
  );
  return [filters, Object.fromEntries(silenced)]
    .flatMap((one) => unseenValues(one, vocabulary))
    .map(({ typed }) => `${typed} in “${line}”`);
}

test('a value that no lead of the sandbox has is found', () => {
  expect(unseenIn('silence source:Email 2h', 'en')).toEqual(['Email in “silence source:Email 2h”']);
  expect(unseenIn('اليوم ماركة:Kya', 'ar')).toEqual(['Kya in “اليوم ماركة:Kya”']);
});

test.each(languageTags)('the samples in the help in %s', (tag) => {
  const messages = messagesFor(tag);
  const complaint = /\/leads ([^\n`]+)/g;
  const samples = [
    ...registry.commands.filter(({ isTyped = true }) => isTyped).map(({ usage }) => usage(messages).form),
    ...Array.from(messages.complaints.whatToSilence.matchAll(complaint), ([, line = '']) => line),
  ];
  const unseen = samples.map((line) => unseenIn(line, tag));
  expect(unseen.filter((one) => one !== null).flat()).toEqual([]);
  expect(unseen.filter((one) => one !== null).length).toBeGreaterThan(15);
});

test.each(['README.md', 'docs/commands.md', 'docs/alerts.md', 'docs/subscriptions.md'])('the samples in %s', (name) => {
  const page = readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');
  const samples = Array.from(page.matchAll(/`\/leads ([^`]+)`/g), ([, line = '']) => line);
  expect(samples.flatMap((line) => unseenIn(line, 'en') ?? [])).toEqual([]);
  expect(samples.length).toBeGreaterThan(0);
});
