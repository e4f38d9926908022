// Tests the sample commands of the help: they are copied with the mouse in a real browser and pasted into
// the composer.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noBrowser, say } from './browser.ts';
import { answer, open, plain, setUpStage } from './stage-fixtures.ts';

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
    const samples = await placesOf(answer(page, title).locator('code'));
    expect(samples.length).toBeGreaterThan(15);
    for (const sample of samples) {
      for (const isCareful of [true, false]) {
        const copied = await drag(page, sample, isCareful);
        expect(copied).toMatch(/^\/leads /);
        expect(copied.replace(/\p{Cf}/gu, '')).toBe(sample.shown);
      }
    }
    const before = sandbox.slack.ledger().length;
    const [first] = samples;
    if (first !== undefined) await drag(page, first, false);
    await page.keyboard.press('Control+C');
    await page.getByRole('textbox', { name: /^Message/ }).click();
    await page.keyboard.press('Control+V');
    await page.keyboard.press('Enter');
    await answer(page, reply).waitFor();
    const posted = sandbox.slack.ledger().slice(before);
    expect(posted.filter(({ ephemeralTo }) => ephemeralTo === undefined)).toEqual([]);
  });
});

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Sample {
  readonly shown: string;
  readonly code: Box;
  readonly line: Box;
  /** Whether its line has no other text. */
  readonly isAlone: boolean;
}

/** Asks once for all samples, because each question to the browser takes longer than a drag. */
async function placesOf(samples: Locator): Promise<Sample[]> {
  const found = await samples.evaluateAll((all) =>
    all.map((code) => {
      const line = code.parentElement ?? code;
      return {
        shown: code.innerText,
        inLine: line.innerText,
        code: code.getBoundingClientRect().toJSON() as Box,
        line: line.getBoundingClientRect().toJSON() as Box,
      };
    }),
  );
  return found.map(({ shown, inLine, code, line }) => ({
    shown: plain(shown),
    isAlone: plain(inLine) === plain(shown),
    code,
    line,
  }));
}

/**
 * Returns the text that a drag with the mouse selects. A careful drag goes from edge to edge of the
 * sample. A careless drag starts before the sample. If the line has no other text, a careless drag
 * also continues to the end of the line.
 */
async function drag(page: Page, { code, line, isAlone }: Sample, isCareful: boolean): Promise<string> {
  const y = (code.top + code.bottom) / 2;
  const [left, right] = isCareful
    ? [code.left + 1, code.right - 1]
    : [code.left - 4, isAlone ? line.right - 1 : code.right];
  await page.mouse.move(left, y);
  await page.mouse.down();
  await page.mouse.move(right, y, { steps: 4 });
  await page.mouse.up();
  return await page.evaluate('getSelection().toString()');
}
