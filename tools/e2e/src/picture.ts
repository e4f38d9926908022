// Takes the README's screenshots from the real system: `npx node tools/e2e/src/picture.ts docs/images`.
// Check them by eye before committing.
import { startSandbox } from '@leadbell/launcher';
import type { Browser } from 'playwright-core';
import { openBrowser, say } from './browser.ts';
import { eveningClock, eveningIso } from './clock.ts';

const [folder = 'docs/images'] = process.argv.slice(2);
const sandbox = await startSandbox({
  stdio: 'ignore',
  dms: { seed: 5, leadsPerDay: 120, now: eveningClock() },
  env: { LEADBELL_CLOCK: eveningIso, POLL_SECONDS: '0' },
});
const browser = await openBrowser();
// Each picture uses its own channel, so that it shows only its own answer.
await picture(browser, 'leads-today', { width: 1180, height: 820 }, 'U0SAMIR#C0SALES', '/leads today');
await picture(browser, 'leads-today-arabic', { width: 1180, height: 820 }, 'U0NOURA#C0RIYADH', '/leads اليوم');
await picture(browser, 'leads-today-phone', { width: 390, height: 900 }, 'U0SAMIR#C0INTEGRATION', '/leads today');
await browser.close();
await sandbox.stop();

async function picture(
  browser: Browser,
  name: string,
  viewport: { width: number; height: number },
  place: string,
  text: string,
): Promise<void> {
  const page = await browser.newPage({ viewport });
  await page.goto(`${sandbox.slack.url}?user=${place}`);
  await say(page, text);
  const answer = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('combobox') })
    .last();
  await answer.waitFor();
  // The page scrolls to the end when a message arrives, as Slack does.
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
