// Runs before `npm start` and `npm test`, on whatever Node (20+) the machine has: installs the pinned pnpm's locked
// dependencies, the pinned Node among them, when the lockfile has changed since the last time. About a millisecond otherwise.
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const stampFile = new URL('node_modules/.leadbell-stamp', root);
const read = (name) => readFileSync(new URL(name, root));
// A checkout that is mounted on another system has that one's programs.
const stamp = createHash('sha256')
  .update(`${process.platform} ${process.arch} `)
  .update(read('pnpm-lock.yaml'))
  .update(read('pnpm-workspace.yaml'))
  .digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  const { packageManager } = JSON.parse(read('package.json'));
  process.stderr.write('Leadbell: installing dependencies (once)...\n');
  execSync(`npx -y --prefer-offline ${packageManager} install --frozen-lockfile`, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CI: 'true' },
  });
  mkdirSync(new URL('node_modules', root), { recursive: true });
  writeFileSync(stampFile, stamp);
}
