// Finds the programs that tests need and npm can't install: a Chromium, and the proxy that a sample
// in `deploy` uses. On Debian, as root, installs them.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Chromium without windows, in which a page takes a third of the processor time. */
const withoutWindows = '/usr/bin/chromium-headless-shell';

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The folder for programs that this checkout fetches. */
const programs = join(import.meta.dirname, '../node_modules/.programs');

const fonts = '/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf';

/** Returns the path of a Chromium; null when there is none and it can't be installed here. */
export function ensureBrowser() {
  const preferred = [process.env.CHROMIUM_PATH, withoutWindows];
  const found = firstThatExists(preferred);
  if (found !== null) return found;
  if (canInstall() && (firstThatExists(browsers) === null || isFirstTry())) {
    console.log('Installing Chromium for the browser tests (once)...');
    apt(['update', '-q']);
    if (!existsSync(fonts)) install('fonts-noto-core', 'fonts-noto-color-emoji');
    // Not every release of Debian and Ubuntu has the first of these packages.
    install('chromium-headless-shell');
    if (firstThatExists([withoutWindows, ...browsers]) === null) install('chromium');
  }
  return firstThatExists([...preferred, ...browsers]);
}

/** False if an earlier run tried to install the browser. Without a network, each try takes many seconds. */
function isFirstTry() {
  const file = join(programs, 'browser-tried');
  if (existsSync(file)) return false;
  mkdirSync(programs, { recursive: true });
  writeFileSync(file, '');
  return true;
}

function firstThatExists(paths) {
  return paths.find((path) => path && existsSync(path)) ?? null;
}

/**
 * Returns the path of the proxy; null when there is none and it can't be fetched here. It is unpacked but not installed,
 * because an installed one would start and serve a page to everyone.
 */
export function ensureProxy() {
  const unpacked = join(programs, 'caddy');
  const file = join(unpacked, 'usr/bin/caddy');
  const found = firstThatExists([process.env.CADDY_PATH, '/usr/bin/caddy', file]);
  if (found !== null) return found;
  if (!canInstall()) return null;
  console.log('Fetching a proxy for the test of the sample in deploy (once)...');
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  apt(['update', '-q']);
  apt(['download', '-q', 'caddy'], unpacked);
  const [archive] = globSync('*.deb', { cwd: unpacked });
  if (archive !== undefined) spawnSync('dpkg-deb', ['-x', archive, '.'], { cwd: unpacked, stdio: 'inherit' });
  return existsSync(file) ? file : null;
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function install(...packages) {
  apt(['install', '-q', '-y', '--no-install-recommends', ...packages]);
}

/** Runs apt-get. To see whether it worked, callers look for the program. */
function apt(args, cwd) {
  const { status } = spawnSync('apt-get', args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) console.error(`apt-get ${args.join(' ')} failed`);
}
