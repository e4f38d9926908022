// A visitor with only the page: makes a lead, an alert and a digest come, and follows each tour to its end.
import { expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

const settings = { POLL_SECONDS: '1' };

test.skipIf(noBrowser !== false)(
  'by the buttons above the conversation a visitor sees a lead’s card, an alert that fires and resolves, and a digest',
  async () => {
    const { page } = await open({ leadsPerDay: 1 }, settings);
    const director = page.getByRole('region', { name: 'Make something happen' });
    await director.getByRole('button', { name: 'Make something happen' }).click();
    const play = (name: string) => director.getByRole('button', { name }).click();
    const shown = async (channel: string) => {
      await page.getByRole('link', { name: channel }).first().click();
      return read(page.locator('.messages'));
    };

    await play('A hot lead arrives');
    await expect.poll(() => shown('sales'), { timeout: 60_000 }).toMatch(/Hot[\s\S]*Open/);
    await play('A bulk fails');
    await expect.poll(() => shown('integration'), { timeout: 90_000 }).toMatch(/Branch … not found/);
    await play('… is corrected');
    await expect.poll(() => shown('integration'), { timeout: 90_000 }).toMatch(/resolved \d/);
    await play('Tomorrow 08:30 comes');
    await expect.poll(() => shown('sales'), { timeout: 120_000 }).toMatch(/Your leads, in short/);
  },
);

test.skipIf(noBrowser !== false).each([
  ['samir', 'en', 'I sell cars', 'Type it for me', 'Next', 'Done'],
  ['noura', 'ar', 'أعمل في المبيعات', 'اكتبه نيابةً عني', 'التالي', 'تم'],
])('as %s, the tour types commands that are understood, in %s', async (user, _, job, type, next, done) => {
  const { page, sandbox } = await open({}, settings);
  await page.goto(`${sandbox.slack.url}?user=U0${user.toUpperCase()}#C0SALES`);
  const director = page.locator('.director');
  await director.getByRole('button').nth(1).click();
  await director.getByRole('button', { name: job }).click();
  for (let step = 1; step <= 5; step += 1) {
    const typing = director.getByRole('button', { name: type });
    const before = sandbox.slack.ledger().length;
    const isTyped = await typing.isVisible();
    if (isTyped) await typing.click();
    await expect
      .poll(() => sandbox.slack.ledger().length, { timeout: 60_000 })
      .toBeGreaterThan(isTyped ? before : before - 1);
    await director.getByRole('button', { name: step === 5 ? done : next, exact: true }).click();
  }
  expect(await director.innerText()).not.toContain(job);
});
