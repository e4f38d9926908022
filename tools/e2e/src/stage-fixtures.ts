/**
 * For tests: starts the simulator, the Slack stand-in and the real bot in its own process, and
 * opens them in a real browser. `setUpStage` gives each file a browser with one page; everything
 * else ends after each test.
 */
import type { DmsSimulatorOptions } from '@leadbell/dms-simulator';
import { randomBytes } from 'node:crypto';
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { noBrowser, openBrowser } from './browser.ts';
import { type Clues, collectClues } from './clues.ts';
import { eveningClock, eveningIso } from './clock.ts';

/** Sets up and cleans up around each test of the file that calls it. */
export function setUpStage(): void {
  // Each test starts a database, a bot and a page.
  vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
  beforeAll(async () => {
    if (noBrowser !== false) return;
    [browser, databases] = await Promise.all([openBrowser(), startTestDatabases()]);
    page = await browser.newPage();
    // Long enough for a busy machine, but shorter than the test's own limit, so that a failure names the missing text.
    page.setDefaultTimeout(90_000);
  });
  afterEach(async ({ task }) => {
    const opened = sandboxes.splice(0);
    if (task.result?.state === 'fail')
      for (const { describe } of opened) process.stderr.write(`${await describe(page)}\n`);
    await page?.goto('about:blank');
    await Promise.all(opened.map(({ sandbox }) => sandbox.stop()));
  });
  afterAll(async () => {
    await browser?.close();
    await databases?.close();
  });
}

let browser: Browser;
/** All tests of a file use one page, because opening a new page takes as long as loading its content. */
let page: Page;
let databases: TestDatabases;
const sandboxes: Clues[] = [];

export async function open(
  dms: DmsSimulatorOptions = {},
  env: Record<string, string> = {},
): Promise<{ sandbox: Sandbox; page: Page }> {
  const sandbox = await startSandbox({
    stdio: 'pipe',
    dms: { seed: 5, leadsPerDay: 60, now: eveningClock(), ...dms },
    // The bot does not poll, so that faults which a test sets affect only the test's own queries.
    env: {
      LEADBELL_CLOCK: eveningIso,
      POLL_SECONDS: '0',
      // The database is prepared in advance, because creating one takes longer than most tests.
      // `sandbox.test.ts` tests a sandbox with its own database.
      DATABASE_URL: await databases.createReady(),
      LEADBELL_KEY: randomBytes(32).toString('base64'),
      ...env,
    },
  });
  sandboxes.push(collectClues(sandbox));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(sandbox.slack.url);
  return { sandbox, page };
}

/** Returns the visible text as `plain` does. */
export async function read(shown: Locator): Promise<string> {
  return plain(await shown.innerText());
}

/** Returns the text without direction marks and with a plain space for every kind of space. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cf}/gu, '').replaceAll(/[\u00A0\u2007]/g, ' ');
}

/** Finds the bot's newest message with this text. */
export function answer(page: Page, text: string | RegExp): Locator {
  return page.getByRole('listitem').filter({ hasText: text }).last();
}

/** Chooses an item of a message's overflow menu. */
export async function choose(page: Page, message: Locator, name: string): Promise<void> {
  await message.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name }).click();
}
