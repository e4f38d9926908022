// Finds the programs that tests need and npm can't install: a Chromium, and the proxy of the sample
// in deploy. On Debian, as root, installs them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const fonts = '/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf';

/** Returns the path of a Chromium; null when there is none and it can't be installed here. */
export function ensureBrowser() {
  const found = places.find((place) => place && existsSync(place));
  if (found) return found;
  if (!canInstall()) return null;
  console.log('Installing Chromium for the browser tests (once)...');
  install('chromium', ...(existsSync(fonts) ? [] : ['fonts-noto-core', 'fonts-noto-color-emoji']));
  return places.find((place) => place && existsSync(place)) ?? null;
}

/** Installs the proxy if possible; without it, the test of the sample is skipped. */
export function ensureProxy() {
  if (!existsSync(process.env.CADDY_PATH ?? '/usr/bin/caddy') && canInstall()) install('caddy');
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function install(...packages) {
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-q');
  apt('install', '-q', '-y', '--no-install-recommends', ...packages);
}
