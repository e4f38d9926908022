import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtBot } from './built-bot.ts';

let root: string;
beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'leadbell-built-'))}/`;
  mkdirSync(join(root, 'src'));
  write('pnpm-lock.yaml', 'lockfileVersion: 9');
  write('src/word.ts', 'export const word = "one";');
  write('src/main.ts', 'import { word } from "./word.ts"; export const said: string = word;');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

const build = () => builtBot({ root, entry: 'src/main.ts', folder: 'out' });
const saidBy = async (url: URL) => ((await import(url.href)) as { readonly said: string }).said;

test('the bot is built again only when the content of a source or the lockfile has changed', async () => {
  const first = await build();
  expect(await saidBy(first)).toBe('one');
  rmSync(first);
  // Writes the same content again, at another time.
  write('src/word.ts', 'export const word = "one";');
  expect(await build()).toEqual(first);
  expect(existsSync(first)).toBe(false);

  write('src/word.ts', 'export const word = "two";');
  const second = await build();
  expect(await saidBy(second)).toBe('two');
  expect(readdirSync(join(root, 'out')).filter((name) => name.endsWith('.mjs'))).toHaveLength(1);

  rmSync(second);
  write('pnpm-lock.yaml', 'lockfileVersion: 10');
  expect(existsSync(await build())).toBe(true);
  rmSync(join(root, 'src/word.ts'));
  await expect(build()).rejects.toThrow('word.ts');
});

test('characters outside ASCII mean the same as in the sources', async () => {
  const texts = String.raw`export const said = ["عميل", "a 🚗 é", "\é \\é", /^[أ-ي]+\é$/.test("عملé"), { ñ: 1 }.ñ].join("|");`;
  write('src/main.ts', texts);
  const url = await build();
  expect(await saidBy(url)).toBe(String.raw`عميل|a 🚗 é|é \é|true|1`);
  expect(readFileSync(url, 'utf8')).toMatch(/^[\t\n -~]+$/);
  write(
    'src/main.ts',
    'export const said = [/^[🚗]$/u.test("🚗"), new RegExp(String.raw`^[＋ع🚗]+$`, "v").test("＋🚗ع")].join("|");',
  );
  expect(await saidBy(await build())).toBe('true|true');
});
