// Tests a person's queries in a real browser, with the simulator, the Slack stand-in, and the real
// bot in its own process.
import { exampleBody } from '@leadbell/dms-simulator';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noBrowser, say } from './browser.ts';
import { evening, midnight } from './clock.ts';
import { answer, open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

const phone = { width: 390, height: 844 };

async function bottomOf(one: Locator): Promise<number> {
  const box = await one.boundingBox();
  return box === null ? 0 : box.y + box.height;
}

/** Expects the first lead to be visible without scrolling, once the page shows the end of the channel. */
async function firstLeadIsOnScreen(page: Page, message: Locator): Promise<void> {
  await expect.poll(() => bottomOf(page.getByRole('list', { name: 'Messages' }))).toBeLessThan(phone.height);
  const first = await message.getByRole('button', { name: 'Open' }).first().boundingBox();
  expect(first?.y).toBeGreaterThan(await bottomOf(page.getByRole('heading', { name: '# sales' })));
  await page.setViewportSize({ width: 1280, height: 900 });
}

describe.skipIf(noBrowser !== false)('in a browser', () => {
  test('/leads today shows the counts of the simulated DMS', async () => {
    const { sandbox, page } = await open();
    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    await page.setViewportSize(phone);
    await say(page, '/leads today');
    const message = answer(page, `${truth.total} leads`);
    await message.waitFor();
    await answer(page, 'Which language do you prefer?').waitFor();
    await firstLeadIsOnScreen(page, message);
    const list = await read(message);
    expect(list).toMatch(/🔥 Hot/);
    await message.getByRole('button', { name: 'Overview' }).click();
    const overview = answer(page, 'Overview · Today');
    await overview.waitFor();
    const text = await read(overview);
    expect(text).toContain(`${truth.errored} with errors`);
    expect(text).toContain('Asia/Riyadh');
    expect(text).toMatch(/As of \d\d:\d\d/);
    expect(text).toContain('Only visible to you');
    for (const [source, count] of Object.entries(truth.bySource)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 3)) {
      expect(text).toContain(`${source} ${count}`);
    }
  });

  test("the specification's own example is shown: one lead, pending, KIA RIO", async () => {
    const { page } = await open({ fixture: exampleBody });
    await say(page, '/leads today');
    const message = answer(page, 'KIA RIO');
    await message.waitFor();
    const text = await read(message);
    expect(text).toMatch(/\b1 lead\b/);
    expect(text).toMatch(/pending/i);
  });

  test('a person pages, filters, opens and shares leads; only the person who opened a lead sees its contact in full', async () => {
    const { sandbox, page } = await open();
    await say(page, '/leads today');
    const message = answer(page, 'Page 1 of');
    await message.waitFor();
    await message.getByRole('button', { name: /Next/ }).click();
    await answer(page, 'Page 2 of').waitFor();

    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    await answer(page, 'Page 2 of').getByRole('button', { name: 'Overview' }).click();
    const status = answer(page, 'Overview · Today').getByRole('combobox').first();
    const wanted = await status.locator('option', { hasText: 'With errors' }).innerText();
    await status.selectOption({ label: wanted });
    const filtered = answer(page, 'Filters:');
    await filtered.waitFor();
    expect(await read(filtered)).toContain(truth.errored === 1 ? '1 lead' : `${truth.errored} leads`);

    await filtered.getByRole('button', { name: 'Open' }).first().click();
    const modal = page.getByRole('dialog');
    await modal.getByText('Contact', { exact: true }).waitFor();
    expect(await read(modal)).toMatch(/Al-|بن |ال|Bin /);
    await modal.getByRole('button', { name: 'Close' }).last().click();

    await filtered.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
    await answer(page, 'Shared by').waitFor();
    const shared = sandbox.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined);
    expect(shared.length).toBeGreaterThan(0);
    const posted = JSON.stringify(shared);
    expect(posted).not.toMatch(/@example\.com|5000\d{5}|Al-Mithali|Al-Tajribi|المثالي|التجريبي/);
  });

  test('/leads today is shown from right to left in Arabic', async () => {
    const { sandbox, page } = await open();
    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    await say(page, '/leads اليوم');
    const message = answer(page, 'تحديث');
    await message.waitFor();
    expect(await read(message)).toContain(String(truth.total));
  });

  test('unknown input is answered with one sentence, and nothing is fetched', async () => {
    const { sandbox, page } = await open();
    await say(page, '/leads yestreday');
    const message = answer(page, /did you mean .{0,3}\/leads yesterday/);
    await message.waitFor();
    expect(sandbox.dms.requests).toEqual([]);
    await message.getByRole('button', { name: /yesterday/i }).click();
    await answer(page, 'Leads · Yesterday').waitFor();
    // Leadbell checks the very first answer with two more requests, one for each half of the period,
    // because a DMS may cut long answers.
    expect(sandbox.dms.requests).toHaveLength(3);
  });

  test('while the DMS fails, the reply is a sentence with a reference, and a button that works once the DMS recovers', async () => {
    const { sandbox, page } = await open();
    sandbox.dms.faults.add({ kind: 'status', status: 401 });
    await say(page, '/leads today');
    const message = answer(page, 'The DMS didn’t accept our sign-in');
    await message.waitFor();
    expect(await read(message)).toMatch(/Reference/);
    sandbox.dms.faults.clear();
    await message.getByRole('button', { name: 'Try again' }).click();
    const { total } = sandbox.dms.truth({ from: midnight, to: evening });
    await answer(page, `${total} leads`).waitFor();
    expect(await page.getByText('didn’t accept our sign-in').count()).toBe(0);
  });

  test('/leads status shows whether the DMS is read, and since when it is not', async () => {
    const { sandbox, page } = await open({}, { POLL_SECONDS: '1' });
    await say(page, '/leads status');
    const status = answer(page, 'Leadbell status');
    await status.waitFor();
    const refresh = status.getByRole('button', { name: 'Refresh' });
    await expect
      .poll(async () => (await refresh.click(), read(status)), { interval: 500 })
      .toMatch(/Leadbell is reading the DMS; the last time was/);
    sandbox.dms.faults.add({ kind: 'status', status: 503 });
    await expect
      .poll(async () => (await refresh.click(), read(status)), { interval: 500 })
      .toMatch(/The DMS has not been read for .+: the DMS is not answering\./);
  });
});
