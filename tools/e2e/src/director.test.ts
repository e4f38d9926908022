// Tests a visitor who has only the page: they play the scenes for a lead, an alert and a digest, and follow each tour
// to its end.
import { expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

const settings = { POLL_SECONDS: '1' };

test.skipIf(noBrowser !== false)(
  'with the buttons above the conversation, a visitor sees a lead’s card, an alert that fires and resolves, and a digest',
  async () => {
    const { page } = await open({}, settings);
    const director = page.getByRole('region', { name: 'Make something happen' });
    await director.getByRole('button', { name: 'Make something happen' }).click();
    const play = (name: string) => director.getByRole('button', { name }).click();
    const shows = async (channel: string, text: RegExp) => {
      await page.getByRole('link', { name: channel }).first().click();
      const messages = page.locator('.messages');
      await expect.poll(() => read(messages), { timeout: 120_000, interval: 300 }).toMatch(text);
    };

    await play('A hot lead arrives');
    await shows('sales', /Hot[\s\S]*Open/);
    await play('A bulk fails');
    await shows('integration', /🔴 Campaign … has ended × 12/);
    await play('… is corrected');
    await shows('integration', /🟢 Campaign … has ended × 12[\s\S]*resolved \d/);
    await play('Tomorrow 08:30 comes');
    await shows('sales', /Your leads, in short/);
  },
);

const tours = [
  ['U0SAMIR', 'I sell cars', 'Type it for me', 'Next', 'Done'],
  ['U0NOURA', 'أعمل في المبيعات', 'اكتبه نيابةً عني', 'التالي', 'تم'],
] as const;

test.skipIf(noBrowser !== false)('a visitor follows a tour to its end, in English and in Arabic', async () => {
  const { page, sandbox } = await open({}, settings);
  for (const [user, job, type, next, done] of tours) {
    await page.goto(`${sandbox.slack.url}?user=${user}#C0SALES`);
    const director = page.locator('.director');
    await director.getByRole('button').nth(1).click();
    await director.getByRole('button', { name: job }).click();
    for (let step = 1; step <= 5; step += 1) {
      const typing = director.getByRole('button', { name: type });
      const before = sandbox.slack.ledger().length;
      const isTyped = await typing.isVisible();
      if (isTyped) await typing.click();
      await expect.poll(() => sandbox.slack.ledger().length).toBeGreaterThan(isTyped ? before : before - 1);
      await director.getByRole('button', { name: step === 5 ? done : next, exact: true }).click();
    }
    expect(await director.innerText()).not.toContain(job);
  }
});
