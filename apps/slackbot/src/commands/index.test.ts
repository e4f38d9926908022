import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../words/index.ts';
import { commands } from './index.ts';

async function commandsOnDisk(): Promise<string[]> {
  const found: string[] = [];
  for (const file of readdirSync(new URL('.', import.meta.url))) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file === 'index.ts') continue;
    const module = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
    for (const value of Object.values(module)) {
      if (typeof value !== 'object' || value === null || !('answer' in value) || !('name' in value)) continue;
      expect(`${String(value.name)}.ts`, 'a command’s file is named after it').toBe(file);
      found.push(String(value.name));
    }
  }
  return found;
}

describe('the list of commands', () => {
  it('has every command in the folder, once', async () => {
    expect(commands.map(({ name }) => name).toSorted()).toEqual((await commandsOnDisk()).toSorted());
  });

  it('has no word that means two of them', () => {
    const names = commands.flatMap(({ name, synonyms }) => [name, ...synonyms]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(['en', 'ar'] as const)('says in %s how each is written and what it gives', (tag) => {
    for (const { usage } of commands) {
      const { form, gives } = usage(messagesFor(tag));
      expect(form).not.toBe('');
      expect(gives).not.toBe('');
    }
  });
});
