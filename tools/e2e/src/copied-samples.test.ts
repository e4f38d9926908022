// Tests commands that help shows: they are copied with the mouse in a real browser and pasted into
// the composer.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noBrowser, say } from './browser.ts';
import { answer, open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

describe.skipIf(noBrowser !== false)('in a browser', () => {
  test.each([
    ['English', '/leads help all', 'Leadbell: your leads in Slack', 'Leads · Today'],
    ['Arabic', '/leads مساعدة الكل', 'عملاؤك المحتملون في Slack', 'العملاء المحتملون · اليوم'],
  ])('each sample of %s help, dragged over and pasted, is that command', async (_language, line, title, reply) => {
    const { sandbox, page } = await open();
    await page.setViewportSize({ width: 1280, height: 2400 });
    await say(page, line);
    await answer(page, title).waitFor();
    const samples = await answer(page, title).locator('code').all();
    expect(samples.length).toBeGreaterThan(15);
    for (const sample of samples) {
      const shown = await read(sample);
      for (const isCareful of [true, false]) {
        const copied = await drag(page, sample, isCareful);
        expect(copied).toMatch(/^\/leads /);
        expect(copied.replace(/\p{Cf}/gu, '')).toBe(shown);
      }
    }
    const before = sandbox.slack.ledger().length;
    await drag(page, answer(page, title).locator('code').first(), false);
    await page.keyboard.press('Control+C');
    await page.getByRole('textbox', { name: /^Message/ }).click();
    await page.keyboard.press('Control+V');
    await page.keyboard.press('Enter');
    await answer(page, reply).waitFor();
    const posted = sandbox.slack.ledger().slice(before);
    expect(posted.filter(({ ephemeralTo }) => ephemeralTo === undefined)).toEqual([]);
  });
});

/**
 * Returns the text that a drag with the mouse selects. A careful drag goes from edge to edge of the
 * sample. A careless one starts before the sample, and if the line has no other text, goes on to
 * the end of the line.
 */
async function drag(page: Page, sample: Locator, isCareful: boolean): Promise<string> {
  const code = await sample.boundingBox();
  const line = await sample.locator('..').boundingBox();
  if (code === null || line === null) throw new Error('not shown');
  const isAlone = (await read(sample.locator('..'))) === (await read(sample));
  const y = code.y + code.height / 2;
  const [left, right] = isCareful
    ? [code.x + 1, code.x + code.width - 1]
    : [code.x - 4, isAlone ? line.x + line.width - 1 : code.x + code.width];
  await page.mouse.move(left, y);
  await page.mouse.down();
  await page.mouse.move(right, y, { steps: 4 });
  await page.mouse.up();
  return await page.evaluate('getSelection().toString()');
}
