// `npm run watch libs/domain` runs that package's tests again at each change. Further arguments choose some of the
// tests, as in `npm run watch libs/domain dates`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...filters] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
if (folder === undefined || !existsSync(join(root, folder, 'package.json'))) {
  console.error('Which package? For example: npm run watch libs/domain');
  process.exit(64);
}
const args = ['watch', '--config', join(root, 'vitest.config.ts'), '--reporter=default', ...filters];
const { status } = spawnSync('vitest', args, { cwd: join(root, folder), stdio: 'inherit' });
process.exit(status ?? 1);
