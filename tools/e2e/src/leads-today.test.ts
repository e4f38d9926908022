// The whole thing: simulator, stand-in, the real bot in its own process, and a person at a real browser.
import type { DmsSimulatorOptions } from '@leadbell/dms-simulator';
import { exampleBody } from '@leadbell/dms-simulator';
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noBrowser, openBrowser, say } from './browser.ts';
import { evening, eveningClock, eveningIso, midnight } from './clock.ts';

let browser: Browser;
const sandboxes: Sandbox[] = [];

beforeAll(async () => {
  if (noBrowser === false) browser = await openBrowser();
});

afterEach(async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.stop()));
});

afterAll(async () => {
  await browser?.close();
});

async function open(
  dms: DmsSimulatorOptions = {},
  env: Record<string, string> = {},
): Promise<{ sandbox: Sandbox; page: Page }> {
  const sandbox = await startSandbox({
    stdio: 'pipe',
    dms: { seed: 5, leadsPerDay: 60, now: eveningClock(), ...dms },
    // What a test does to the DMS is for what it asks itself.
    env: { LEADBELL_CLOCK: eveningIso, POLL_SECONDS: '0', ...env },
  });
  sandboxes.push(sandbox);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(sandbox.slack.url);
  return { sandbox, page };
}

/** What a person reads: without the invisible marks that keep directions apart. */
async function read(shown: Locator): Promise<string> {
  return (await shown.innerText()).replace(/\p{Cf}/gu, '');
}

/** The newest message of the bot that holds a text. */
function answer(page: Page, text: string | RegExp): Locator {
  return page.getByRole('listitem').filter({ hasText: text }).last();
}

/** Behind the three dots of a message. */
async function choose(page: Page, message: Locator, name: string): Promise<void> {
  await message.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name }).click();
}

describe.skipIf(noBrowser !== false)('in a browser', () => {
  test('/leads today shows the counts that the DMS was seeded with', async () => {
    const { sandbox, page } = await open();
    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    await say(page, '/leads today');
    const message = answer(page, `${truth.total} leads`);
    await message.waitFor();
    const text = await read(message);
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

  test("the specification's own example: one lead, pending, KIA RIO", async () => {
    const { page } = await open({ fixture: exampleBody });
    await say(page, '/leads today');
    const message = answer(page, 'KIA RIO');
    await message.waitFor();
    const text = await read(message);
    expect(text).toMatch(/\b1 lead\b/);
    expect(text).toMatch(/pending/i);
  });

  test('pages, filters, opens a lead, shares: and no person is seen whole but by the one who opened it', async () => {
    const { sandbox, page } = await open();
    await say(page, '/leads today');
    const message = answer(page, 'Page 1 of');
    await message.waitFor();
    await message.getByRole('button', { name: /Next/ }).click();
    await answer(page, 'Page 2 of').waitFor();

    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    const status = answer(page, 'Page 2 of').getByRole('combobox').first();
    const wanted = await status.locator('option', { hasText: 'With errors' }).innerText();
    await status.selectOption({ label: wanted });
    const filtered = answer(page, 'Only');
    await filtered.waitFor();
    expect(await read(filtered)).toContain(truth.errored === 1 ? '1 lead' : `${truth.errored} leads`);

    await filtered.getByRole('button', { name: 'Open' }).first().click();
    const modal = page.getByRole('dialog');
    await modal.getByText('Contact', { exact: true }).waitFor();
    expect(await read(modal)).toMatch(/Al-|بن |ال|Bin /);
    await modal.getByRole('button', { name: 'Close' }).last().click();

    await filtered.getByRole('button', { name: 'Share' }).click();
    await answer(page, 'Shared by').waitFor();
    const shared = sandbox.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined);
    expect(shared.length).toBeGreaterThan(0);
    const posted = JSON.stringify(shared);
    expect(posted).not.toMatch(/@example\.com|5000\d{5}|Al-Mithali|Al-Tajribi|المثالي|التجريبي/);
  });

  test('in Arabic, from right to left', async () => {
    const { sandbox, page } = await open();
    const truth = sandbox.dms.truth({ from: midnight, to: evening });
    await say(page, '/leads اليوم');
    const message = answer(page, 'تحديث');
    await message.waitFor();
    expect(await read(message)).toContain(String(truth.total));
  });

  test('what is not understood is said in one sentence, and nothing is fetched', async () => {
    const { sandbox, page } = await open();
    await say(page, '/leads yestreday');
    const message = answer(page, /did you mean “.?yesterday/);
    await message.waitFor();
    expect(sandbox.dms.requests).toEqual([]);
    await message.getByRole('button', { name: /yesterday/i }).click();
    await answer(page, 'Leads · Yesterday').waitFor();
    // The first answer of all is compared with its halves: this DMS may cut long ones off.
    expect(sandbox.dms.requests).toHaveLength(3);
  });

  test('a DMS in trouble: a sentence, a reference, and a button that works once it is well again', async () => {
    const { sandbox, page } = await open();
    sandbox.dms.faults.add({ kind: 'status', status: 401 });
    await say(page, '/leads today');
    const message = answer(page, 'The DMS did not accept our sign-in');
    await message.waitFor();
    expect(await read(message)).toMatch(/Reference/);
    sandbox.dms.faults.clear();
    await message.getByRole('button', { name: 'Try again' }).click();
    const { total } = sandbox.dms.truth({ from: midnight, to: evening });
    await answer(page, `${total} leads`).waitFor();
    expect(await page.getByText('did not accept our sign-in').count()).toBe(0);
  });

  test('/leads status says whether the DMS is read, and since when it is not', async () => {
    const { sandbox, page } = await open({}, { POLL_SECONDS: '1' });
    await say(page, '/leads status');
    const status = answer(page, 'Leadbell status');
    await status.waitFor();
    const refresh = status.getByRole('button', { name: 'Refresh' });
    await expect
      .poll(async () => (await refresh.click(), read(status)), { timeout: 20_000 })
      .toMatch(/The DMS is being read; the last reading was/);
    sandbox.dms.faults.add({ kind: 'status', status: 503 });
    await expect
      .poll(async () => (await refresh.click(), read(status)), { timeout: 20_000 })
      .toMatch(/The DMS has not been read for .+: the DMS does not answer\./);
  });

  test('a channel subscribes, sees what it gets, pauses it and removes it', async () => {
    const { page } = await open();
    await say(page, '/leads subscribe digest 08:30 sun-thu brand:KIA');
    const done = answer(page, 'this channel gets a digest');
    await done.waitFor();
    expect(await read(done)).toMatch(/Daily|daily/);
    expect(await read(done)).toContain('Sunday, Monday, Tuesday, Wednesday, Thursday at 08:30');
    expect(await read(done)).toContain('Brand KIA');
    await say(page, '/leads subscriptions');
    const list = answer(page, 'Subscriptions of this channel');
    await list.waitFor();
    await list.getByRole('button', { name: 'Send now' }).click();
    await answer(page, 'Your leads, in short').waitFor();
    await list.getByRole('button', { name: 'Pause' }).click();
    await answer(page, 'Paused.').getByRole('button', { name: 'Remove' }).click();
    await answer(page, 'Removed.').waitFor();
    await say(page, '/leads subscribe digest funday');
    await answer(page, /I do not understand “.?funday/).waitFor();
  });

  test('a channel hears of errors; somebody takes them, exports them, and everybody sees it', async () => {
    const { sandbox, page } = await open({ leadsPerDay: 200 }, { POLL_SECONDS: '1' });
    await say(page, '/leads subscribe alerts no-new-error no-bulk-cancelled');
    await answer(page, 'this channel gets alerts').waitFor();
    const alert = answer(page, /Errors in \d+ bulk/);
    await alert.waitFor({ timeout: 20_000 });
    expect(await read(alert)).toMatch(/of \d+ leads with errors/);
    expect(await read(alert)).toMatch(/× \d/);
    await alert.getByRole('button', { name: 'View errors' }).click();
    const errors = page.getByRole('dialog');
    await errors.getByText(/leads? with errors now/).waitFor();
    expect(await read(errors)).toMatch(/Bulk of/);
    await errors.getByRole('button', { name: 'Close' }).last().click();

    await choose(page, alert, 'Assign to…');
    const form = page.getByRole('dialog');
    await form.getByRole('combobox').selectOption({ label: 'Noura Example' });
    await form.getByRole('button', { name: 'Assign' }).click();
    await answer(page, /in the hands of @?Noura/i).waitFor();
    const assigned = answer(page, /in the hands of/);
    expect(await read(assigned)).toContain('acknowledged by');
    await choose(page, assigned, 'Add a note…');
    await page.getByRole('dialog').getByRole('textbox').fill('the branch was renamed');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await choose(page, assigned, 'Export');
    await answer(page, /The file with \d+ leads? is in your direct messages/).waitFor();

    await say(page, '/leads alerts');
    await answer(page, 'Alerts').getByRole('button', { name: 'Open' }).first().waitFor();
    await answer(page, 'Alerts').getByRole('button', { name: 'Open' }).first().click();
    const detail = answer(page, 'What happened');
    await detail.waitFor();
    expect(await read(detail)).toMatch(/Why it was told/);
    const [, number] = /Alert (\d+)/.exec(await read(assigned)) ?? [];
    await say(page, `/leads alerts ${number}`);
    await answer(page, /Assigned to @?Noura/i).waitFor();
    expect(await read(answer(page, /Assigned to @?Noura/i))).toContain('the branch was renamed');

    await say(page, '/leads silence source:Email 2h maintenance');
    const silenced = answer(page, 'Silenced.');
    await silenced.waitFor();
    expect(await read(silenced)).toContain('maintenance');
    await silenced.getByRole('button', { name: 'End' }).click();
    await answer(page, 'Nothing is silenced').waitFor();
    const posted = JSON.stringify(
      sandbox.slack
        .ledger()
        .filter(({ ephemeralTo, channel }) => ephemeralTo === undefined && !channel.startsWith('D')),
    );
    expect(posted).not.toMatch(/@example\.com|5000\d{5}|Al-Mithali|Al-Tajribi|المثالي|التجريبي/);
  });

  test('a person is answered in the language that they chose, whatever the channel speaks', async () => {
    const { page } = await open();
    await say(page, '/leads language arabic');
    await answer(page, 'سأجيبك بالعربية').waitFor();
    await say(page, '/leads today');
    await answer(page, 'عميل').waitFor();
    await say(page, '/leads language klingon');
    const asked = answer(page, 'english');
    await asked.waitFor();
    expect(await read(asked)).toContain('بأي لغة');
  });

  test('the form of a subscription keeps what can not be read, and subscribes to what can', async () => {
    const { page } = await open();
    await say(page, '/leads subscribe');
    const form = page.getByRole('dialog');
    await form.getByText('How often').waitFor();
    const zone = form.getByLabel(/Time zone/);
    await zone.fill('Mars/Olympus');
    await form.getByRole('button', { name: 'Subscribe' }).click();
    await form.getByText(/I do not know the time zone .*Mars/).waitFor();
    await zone.fill('Europe/Berlin');
    await form.getByLabel(/Brand/).fill('KIA, Hyundai');
    await form.getByRole('button', { name: 'Subscribe' }).click();
    const done = answer(page, 'this channel gets a digest');
    await done.waitFor();
    expect(await read(done)).toContain('Sunday, Monday, Tuesday, Wednesday, Thursday at 08:30');
    expect(await read(done)).toContain('Europe/Berlin');
    expect(await read(done)).toContain('Brand KIA or Hyundai');

    await done.getByRole('button', { name: 'Edit' }).click();
    const edit = page.getByRole('dialog');
    expect(await edit.getByLabel(/Brand/).inputValue()).toBe('KIA, Hyundai');
    await edit.getByLabel(/Brand/).fill('!KIA');
    await edit.getByRole('button', { name: 'Save' }).click();
    const changed = answer(page, /Brand not .?KIA/);
    await changed.waitFor();

    await changed.getByRole('button', { name: 'Preview' }).click();
    const preview = answer(page, 'What it would have sent');
    await preview.waitFor();
    expect(await read(preview)).toMatch(/Sunday 24 August 08:30: \d+ leads/);
    expect(await read(preview)).toMatch(/Your leads, in short[\s\S]*Hour by hour/);
  });

  test('text from a lead can ping nobody', async () => {
    const hostile = exampleBody
      .replace('"first name"', '"<!channel> <@U1>"')
      .replace('"KIA"', '"<!here> & *KIA*"')
      .replace('"Direct Contact"', '"<https://example.com|click>"');
    const { sandbox, page } = await open({ fixture: hostile });
    await say(page, '/leads today --share');
    await answer(page, 'Shared by').waitFor();
    const posted = JSON.stringify(sandbox.slack.ledger());
    expect(posted).not.toMatch(/<!channel|<!here|<@U1>|<https:\/\/example\.com\|/);
  });
});
