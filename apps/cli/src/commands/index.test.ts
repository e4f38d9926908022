import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { helpText } from '../help.ts';
import { commands } from './index.ts';

const known = (verb: string) => commands.filter((one) => one.verb === verb);

const used = (verb: string) => known(verb).flatMap(({ usage }) => usage.flatMap(({ form, does }) => [form, does]));

describe('the list of commands', () => {
  it('the list contains each command of the folder once, and each file is named after its command', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !/^index\.|\.test\.ts$/.test(file));
    expect(commands.map(({ verb }) => `${verb}.ts`).toSorted()).toEqual(files.toSorted());
    for (const file of files) {
      const module = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
      expect(Object.values(module)).toContainEqual(expect.objectContaining({ verb: file.slice(0, -3) }));
    }
  });

  it('the list matches the help text', () => {
    const lines = helpText(commands).split('\n');
    for (const { usage } of commands) {
      for (const { form, does } of usage) {
        expect(lines.some((line) => line.startsWith(`  leadbell ${form} `) && line.endsWith(does))).toBe(true);
      }
    }
  });

  it('the list contains every command and option that the privacy page names', () => {
    const page = readFileSync(new URL('../../../../docs/privacy.md', import.meta.url), 'utf8');
    const named = [...page.matchAll(/`leadbell (\w+)([^`]*)`/g)];
    const options = named.flatMap(([, verb = '', rest = '']) =>
      [...rest.matchAll(/--\w+/g)].map(([option]) => `${verb} ${option}`),
    );
    expect(named.flatMap(([, verb = '']) => (known(verb).length === 0 ? [verb] : []))).toEqual([]);
    const unknown = options.filter((pair) => {
      const [verb = '', option = ''] = pair.split(' ');
      return !used(verb).join(' ').includes(option);
    });
    expect(unknown).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });

  it('the list matches the commands page', () => {
    const page = readFileSync(new URL('../../../../docs/commands.md', import.meta.url), 'utf8');
    const unnamed = commands.filter(({ verb }) => !new RegExp(`^npm run -s leadbell -- ${verb}\\b`, 'm').test(page));
    expect(unnamed.map(({ verb }) => `${verb} is not in docs/commands.md`)).toEqual([]);
  });
});
