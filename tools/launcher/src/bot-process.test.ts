import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { startBot } from './bot-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadbell-launcher-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a bot runs in an empty folder of its own, where no other account can put settings', async () => {
  const entry = join(folder, 'entry.mjs');
  const found = join(folder, 'cwd');
  writeFileSync(
    entry,
    `import { readdirSync, writeFileSync } from 'node:fs';
    writeFileSync(${JSON.stringify(found)}, JSON.stringify({ cwd: process.cwd(), files: readdirSync('.') }));
    process.send({ ready: true }); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1_000);`,
  );
  const bot = await startBot({ env: {}, stdio: 'ignore', entry: pathToFileURL(entry) });
  const { cwd, files } = JSON.parse(readFileSync(found, 'utf8')) as {
    readonly cwd: string;
    readonly files: readonly string[];
  };
  expect(files).toEqual([]);
  expect(cwd).not.toBe(tmpdir());
  expect(statSync(cwd).mode & 0o077).toBe(0);
  expect(statSync(cwd).uid).toBe(process.getuid?.());
  await bot.stop();
});
