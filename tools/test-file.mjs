// `npx node tools/test-file.mjs libs/domain/src/time/day.test.ts` runs that test file once, with no
// time limit, so that a debugger can pause in it.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const file = relative(root, resolve(process.argv[2] ?? ''));
const folder = file.split(/[/\\]/).slice(0, 2).join('/');
if (!file.endsWith('.test.ts') || !existsSync(join(root, folder, 'package.json'))) {
  console.error('Which test file? For example: npx node tools/test-file.mjs libs/domain/src/time/day.test.ts');
  process.exit(64);
}
process.chdir(join(root, folder));
const config = join(root, 'vitest.config.ts');
const options = ['--config', config, '--reporter=default', '--no-file-parallelism', '--testTimeout=0'];
process.argv.splice(2, Infinity, 'run', ...options, relative(folder, file));
await import(new URL('../node_modules/vitest/vitest.mjs', import.meta.url).href);
