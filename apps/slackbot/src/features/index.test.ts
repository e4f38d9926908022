import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { foldText, instant } from '@leadbell/domain';
import { languageTags } from '@leadbell/i18n';
import { zoneOf } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { messagesFor } from './index.ts';
import { features, registry } from './index.ts';
import { testPersonKeys } from '../testing/lead-fixtures.ts';

const here = new URL('.', import.meta.url);
const { commands } = registry;

function folders(): string[] {
  return readdirSync(here, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() && !one.name.startsWith('__') ? [one.name] : [],
  );
}

async function commandsOnDisk(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders()) {
    const commandsOf = new URL(`${folder}/commands/`, here);
    if (!existsSync(commandsOf)) continue;
    for (const file of readdirSync(commandsOf)) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const module = (await import(new URL(file, commandsOf).href)) as Record<string, unknown>;
      for (const value of Object.values(module)) {
        if (typeof value !== 'object' || value === null || !('answer' in value) || !('name' in value)) continue;
        expect(`${String(value.name)}.ts`, 'a command’s file is named after it').toBe(file);
        found.push(String(value.name));
      }
    }
  }
  return found;
}

describe('the features', () => {
  it('the list of features matches the folder', () => {
    const named = features.map(({ name }) => name).filter((name) => name !== 'bot');
    expect(named.toSorted()).toEqual(folders().toSorted());
  });
});

/** Without the commands that only buttons use. */
const typed = commands.filter(({ isTyped = true }) => isTyped);

describe('the commands', () => {
  it('the list of commands matches the features’ folders', async () => {
    expect(commands.map(({ name }) => name).toSorted()).toEqual((await commandsOnDisk()).toSorted());
  });

  it('no two commands share a word', () => {
    const names = commands.flatMap(({ name, synonyms }) => [name, ...synonyms]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('the commands page has every command', () => {
    const page = readFileSync(new URL('../../../../docs/commands.md', import.meta.url), 'utf8');
    // The command `period` has no word of its own.
    const unnamed = typed.filter(
      ({ name }) => name !== 'period' && !new RegExp(`^- .*\`/leads ${name}\\b`, 'm').test(page),
    );
    expect(unnamed.map(({ name }) => `${name} is not in docs/commands.md`)).toEqual([]);
  });

  it.each(languageTags)('the commands that the texts in %s suggest are understood', (tag) => {
    const messages = messagesFor(tag);
    const now = instant(Date.parse('2025-08-25T09:00:00Z'));
    const context = { now, zone: zoneOf('Asia/Riyadh'), weekStart: 7, personKeys: testPersonKeys, messages } as const;
    // These commands need a number after the word.
    const typed = Object.entries({ ...messages.typed, lastDays: messages.typed.lastDays(3) }).map(
      ([name, words]): readonly [string, string] => [name, /^(?:bulk|lead|find)$/.test(name) ? `${words} 12` : words],
    );
    const strange = typed.filter(([, words]) => !registry.parse(words, context).ok);
    expect(strange.map(([name, words]) => `typed.${name} “${words}” is not understood`)).toEqual([]);
  });

  it.each(languageTags)('in %s each command has a usage form and a description', (tag) => {
    for (const { usage } of commands) {
      const { form, gives } = usage(messagesFor(tag));
      expect(form).not.toBe('');
      expect(gives).not.toBe('');
    }
  });

  it.each(languageTags)('in %s each usage form begins with a word of its command', (tag) => {
    const written = typed.map(({ name, synonyms, usage }) => {
      const { form } = usage(messagesFor(tag));
      const begins = [name, ...synonyms].some((word) => foldText(form).startsWith(foldText(word)));
      // The command `period` has no word of its own.
      return begins || name === 'period' ? name : `${name} by "${form}", which is none of its words`;
    });
    expect(written).toEqual(typed.map(({ name }) => name));
  });
});
