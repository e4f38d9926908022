// Runs before `npm start` and `npm test`, on any installed Node (20+): installs the locked
// dependencies with the pinned pnpm, including the pinned Node, when the lockfile has changed since
// the last time. Otherwise it takes about a millisecond.
import { execSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const stampFile = new URL('node_modules/.leadbell-stamp', root);
const inRoot = { cwd: root, encoding: 'utf8' };
const read = (name) => readFileSync(new URL(name, root));
// If a checkout is mounted on another system, its installed programs are those of the first system.
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
  refuseIfNodeFails();
  mkdirSync(new URL('node_modules', root), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Without the system's libatomic the pinned Node can't start, and pnpm leaves out the bundled PostgreSQL. */
function refuseIfNodeFails() {
  const { status, stderr, error } = spawnSync('node_modules/.bin/node', ['--version'], inRoot);
  if (status === 0) return;
  const reason = (stderr || error?.message || 'no reason given').trim();
  process.stderr.write(
    `Leadbell: its Node does not start here (${reason}). ` +
      'If libatomic.so.1 is missing, install it (Debian, Ubuntu: apt-get install libatomic1), ' +
      'then type the same command again.\n',
  );
  process.exit(1);
}
