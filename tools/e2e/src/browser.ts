/**
 * Starts a real Chromium for the tests. Without one, the tests that need it are skipped with the
 * reason; in CI they fail instead.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const path = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  (place) => place !== undefined && existsSync(place),
);

/** The reason why browser tests can't run here; false if they can. */
export const noBrowser: string | false =
  path !== undefined || process.env['CI'] !== undefined ? false : 'no Chromium: install one, or set CHROMIUM_PATH';

const quiet = [
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
  'no-sandbox',
];

export function openBrowser(): Promise<Browser> {
  if (path === undefined) throw new Error('no Chromium: install one, or set CHROMIUM_PATH');
  return chromium.launch({ executablePath: path, args: quiet.map((flag) => `--${flag}`) });
}

/** Types a line into the channel's composer and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^(?:Message|رسالة)/ });
  await composer.fill(text);
  await composer.press('Enter');
}
