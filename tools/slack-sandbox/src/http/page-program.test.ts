import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { programFrom } from './page-program.ts';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a program is built once, and again only when one of its files has changed', async () => {
  const folder = emptyFolder();
  let changes = 0;
  /**
   * Gives each change a time of its own, because the clock of a file system may be too coarse to distinguish two
   * changes.
   */
  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
    changes += 1;
    utimesSync(join(folder, name), changes, changes);
  }
  write('part.ts', `export const word: string = 'one';`);
  write('main.ts', `import { word } from './part.ts';\ndocument.title = word;`);
  const program = programFrom(join(folder, 'main.ts'));
  const [first, second] = await Promise.all([program(), program()]);
  expect(first.code).toMatch(/"one"/);
  expect(second).toBe(first);
  expect(await program()).toBe(first);
  write('part.ts', `export const word: string = 'two';`);
  expect((await program()).code).toMatch(/"two"/);
  write('part.ts', `export const word: string = ;`);
  await expect(program()).rejects.toThrow('part.ts');
  write('part.ts', `export const word: string = 'three';`);
  expect((await program()).code).toMatch(/"three"/);
});

test('a file that is saved during a build is read again at the next request', async () => {
  const main = join(emptyFolder(), 'main.ts');
  const duringTheBuild = Date.now() / 1_000 + 60;
  function write(text: string): void {
    writeFileSync(main, text);
    utimesSync(main, duringTheBuild, duringTheBuild);
  }
  write(`document.title = 'one';`);
  const program = programFrom(main);
  expect((await program()).code).toMatch(/"one"/);
  write(`document.title = 'two';`);
  expect((await program()).code).toMatch(/"two"/);
});
