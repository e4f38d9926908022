import { describe, expect, test } from 'vitest';
import { checkWords } from './check-words.ts';
import { layers } from './layers.ts';
import { readWorkspace } from './workspace.ts';

const house = readWorkspace();

function plant(file: string, text: string): string[] {
  return checkWords(new Map([...house, [file, text]]), layers).map((one) => `${one.file}:${one.line} ${one.says}`);
}

const owner = 'apps/slackbot/src/features/alerts/words.en.ts';

describe('the words of a feature', () => {
  test.each([
    'export const a = (messages: Messages) => messages.alerts.none;',
    'export const a = ({ alerts }: Messages) => alerts.none;',
    'export const a = (shown: Shown) => shown.messages.alerts.none;',
    'export const a = ({ messages: { alerts } }: Shown) => alerts.none;',
    'export const a = (tag: Language) => messagesFor(tag).alerts.none;',
    'export function a(messages: Messages) { const { leads, alerts: say } = messages; return [leads, say]; }',
    "export type A = Messages['alerts'];",
  ])('code in a layer below may not read a feature’s words: %s', (text) => {
    expect(plant('apps/slackbot/src/cards/planted.ts', `\n${text}`)).toEqual([
      `apps/slackbot/src/cards/planted.ts:2 reads the words alerts of ${owner}: cards -> features/alerts goes up or sideways; move what both say to words/`,
    ]);
  });

  test('code in a folder beside a feature may not read its words', () => {
    expect(plant('apps/slackbot/src/features/status/planted.ts', 'export const a = messages.alerts.none;')).toEqual([
      `apps/slackbot/src/features/status/planted.ts:1 reads the words alerts of ${owner}: features/status -> features/alerts goes up or sideways; move what both say to words/`,
    ]);
  });

  test('a feature’s words may be read by the feature, by code above it and by tests; shared words by all code', () => {
    const text = 'export const a = [messages.alerts.none, messages.leads.none];';
    for (const file of ['features/alerts/planted.ts', 'features/replay/planted.ts', 'cards/planted.test.ts'])
      expect(plant(`apps/slackbot/src/${file}`, text)).toEqual([]);
    expect(plant('apps/slackbot/src/cards/planted.ts', 'export const a = messages.leads.none;')).toEqual([]);
  });
});
