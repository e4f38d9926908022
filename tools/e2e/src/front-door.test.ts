// Tests how a person finds Leadbell in Slack, in a real browser: its Home tab, a direct message, a
// mention, a shortcut.
import { describe, expect, test } from 'vitest';
import { noBrowser, say } from './browser.ts';
import { answer, open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

/** Scrolls up, and waits until the page has noticed it. */
const scrollUp = `new Promise((done) => {
  document.querySelector('.messages').scrollTop = 0;
  requestAnimationFrame(() => requestAnimationFrame(done));
})`;

describe.skipIf(noBrowser !== false)('in a browser', () => {
  test('Home opens lists in a window and changes its language; messages and mentions are answered', async () => {
    const { sandbox, page } = await open();
    const user = await page.evaluate<string>("new URL(location.href).searchParams.get('user')");
    await page.goto(`${sandbox.slack.url}?user=${user}#home`);
    const home = page.locator('.home-blocks');
    await home.getByText('Welcome to Leadbell').waitFor();
    await home.getByRole('button', { name: 'Show today’s leads' }).click();
    const window = page.getByRole('dialog');
    await window.getByText('Leads · Today').waitFor();
    await window.getByRole('button', { name: 'Next ›' }).click();
    await window.getByText(/Page 2 of/).waitFor();
    await page.keyboard.press('Escape');
    await home.getByRole('button', { name: 'العربية' }).click();
    await home.getByRole('button', { name: 'عرض عملاء اليوم' }).waitFor();
    await home.getByRole('button', { name: 'English' }).first().click();
    await home.getByRole('button', { name: 'Show today’s leads' }).waitFor();

    await page.getByRole('link', { name: 'Messages' }).click();
    await say(page, 'hi');
    await answer(page, 'For sales').waitFor();
    await say(page, 'today');
    await answer(page, 'Leads · Today').waitFor();

    await page.goto(`${sandbox.slack.url}?user=${user}#C0SALES`);
    await say(page, '@Leadbell today');
    await answer(page, 'Leads · Today').waitFor();
    expect(
      sandbox.slack.ledger().filter(({ botId, ephemeralTo }) => botId !== undefined && ephemeralTo === undefined),
    ).toEqual([]);

    await say(page, 'Please call 0500000999');
    const said = page.locator('.message', { hasText: 'Please call 0500000999' }).last();
    await said.hover();
    await said.getByLabel('More actions').selectOption({ label: 'Find this number' });
    const found = page.locator('.message.ephemeral').last();
    await found.getByText(/No lead matches|lead found/).waitFor();
    expect(await read(found)).toContain('Only you');

    // A button tells a reader who has scrolled up that a message arrived below; the page stays
    // there until they press it.
    await page.evaluate(scrollUp);
    await sandbox.slack.control.say('idris', 'sales', 'Good morning');
    const below = page.getByRole('button', { name: '1 new message' });
    await below.waitFor();
    expect(await page.evaluate("document.querySelector('.messages').scrollTop")).toBe(0);
    await below.click();
    await below.waitFor({ state: 'detached' });
  });
});
