// Tests subscriptions of channels and settings of people in a real browser, with the simulator, the
// Slack stand-in, and the real bot in its own process.
import { exampleBody } from '@leadbell/dms-simulator';
import { describe, expect, test } from 'vitest';
import { noBrowser, say } from './browser.ts';
import { answer, choose, open, read, setUpStage } from './stage-fixtures.ts';

setUpStage();

describe.skipIf(noBrowser !== false)('in a browser', () => {
  test('a channel subscribes, lists, pauses and removes a subscription', async () => {
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
    await page.getByRole('dialog').getByRole('button', { name: 'Send now' }).click();
    await answer(page, 'Your leads, in short').waitFor();
    await list.getByRole('button', { name: 'Pause' }).click();
    await answer(page, 'Paused.').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await answer(page, 'Removed.').waitFor();
    await say(page, '/leads subscribe digest funday');
    await answer(page, /I don’t understand “.?funday/).waitFor();
  });

  test('a channel gets alerts; a person assigns an alert and exports its leads, and the channel sees the change', async () => {
    const { sandbox, page } = await open({ leadsPerDay: 200 }, { POLL_SECONDS: '1' });
    // Wait until the DMS has been read and the group wait of the first alerts is over.
    await expect
      .poll(
        async () => {
          await say(page, '/leads alerts');
          return read(answer(page, /No alerts|Alert\s\d/));
        },
        { interval: 1_000, timeout: 90_000 },
      )
      .toMatch(/Alert \d+[^]*Alert \d+/);
    await say(page, '/leads subscribe alerts no-new-error no-bulk-cancelled');
    await answer(page, 'this channel gets alerts').waitFor();
    // One message summarises the open alerts, and shows the first cause in full.
    const summary = answer(page, /\d+ alerts are open/);
    await summary.waitFor({ timeout: 60_000 });
    expect(await read(summary)).toMatch(/× \d/);
    await summary.getByRole('button', { name: 'Open' }).first().click();
    const alert = answer(page, 'Last decision');
    await alert.waitFor();
    expect(await read(alert)).toMatch(/of \d+ leads with errors/);
    expect(await read(alert)).toMatch(/× \d/);
    await alert.getByRole('button', { name: 'View errors' }).click();
    const errors = page.getByRole('dialog');
    await errors.getByText(/leads? with errors now/).waitFor();
    expect(await read(errors)).toMatch(/Bulk B\d+ · 2[45] August 2025/);
    await errors.getByRole('button', { name: 'Close' }).last().click();

    await choose(page, alert, 'Assign to…');
    const form = page.getByRole('dialog');
    await form.getByRole('combobox').selectOption({ label: 'Noura Example' });
    await form.getByRole('button', { name: 'Assign' }).click();
    const [, number] = /Alert (\d+)/.exec(await read(alert)) ?? [];
    await expect.poll(async () => read(summary), { interval: 300 }).toContain('1 acknowledged');
    await say(page, `/leads alerts ${number}`);
    const assigned = answer(page, /assigned to @?Noura/i);
    await assigned.waitFor();
    expect(await read(assigned)).toContain('acknowledged by');
    await choose(page, assigned, 'Add a note…');
    await page.getByRole('dialog').getByRole('textbox').fill('the branch was renamed');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await choose(page, assigned, 'Export');
    await answer(page, /The file with \d+ leads? is in your direct messages/).waitFor();

    await say(page, '/leads alerts');
    await answer(page, 'Alerts').getByRole('button', { name: 'Open' }).first().waitFor();
    await answer(page, 'Alerts').getByRole('button', { name: 'Open' }).first().click();
    const detail = answer(page, 'History');
    await detail.waitFor();
    expect(await read(detail)).toMatch(/Last decision/);
    await say(page, `/leads alerts ${number}`);
    // Earlier answers show the same alert, without the note.
    await expect
      .poll(async () => read(answer(page, /Assigned to @?Noura/i)), { interval: 300 })
      .toContain('the branch was renamed');

    await say(page, '/leads silence source:Website 2h maintenance');
    const silenced = answer(page, 'Silenced until');
    await silenced.waitFor();
    expect(await read(silenced)).toContain('maintenance');
    expect(await read(silenced)).not.toContain('No lead has had');
    await silenced.getByRole('button', { name: 'End' }).click();
    await answer(page, 'Nothing is silenced').waitFor();
    // In the sandbox this is a sub-source.
    await say(page, '/leads silence source:Email 2h');
    await answer(page, /No lead has had the source .*Email.* so far\.[^]*Website/).waitFor();
    const posted = JSON.stringify(
      sandbox.slack
        .ledger()
        .filter(({ ephemeralTo, channel }) => ephemeralTo === undefined && !channel.startsWith('D')),
    );
    expect(posted).not.toMatch(/@example\.com|5000\d{5}|Al-Mithali|Al-Tajribi|المثالي|التجريبي/);
  });

  test('a person is answered in the language that they chose, whatever the channel’s language', async () => {
    const { page } = await open();
    await say(page, '/leads language arabic');
    await answer(page, 'سأجيبك بالعربية').waitFor();
    await say(page, '/leads today');
    await answer(page, 'عميل').waitFor();
    await say(page, '/leads language klingon');
    const asked = answer(page, 'إنجليزي');
    await asked.waitFor();
    expect(await read(asked)).toContain('بأي لغة');
  });

  test('the subscription form stays open if it can’t read a value, and subscribes with correct values', async () => {
    const { page } = await open();
    await say(page, '/leads subscribe');
    const form = page.getByRole('dialog');
    await form.getByText('How often').waitFor();
    const zone = form.getByLabel(/Time zone/);
    await zone.fill('Mars/Olympus');
    await form.getByRole('button', { name: 'Subscribe' }).click();
    await form.getByText(/I don’t know the time zone .*Mars/).waitFor();
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
    // The subscription's values are chosen in the menu of known values. The text fields are for
    // further values, so they are empty.
    expect(await edit.getByLabel(/Brand/).inputValue()).toBe('');
    await edit.getByLabel(/Brand/).fill('MG');
    await edit.getByRole('button', { name: 'Save' }).click();
    const changed = answer(page, /Brand .?MG.? or .?KIA.? or .?Hyundai/);
    await changed.waitFor();

    await changed.getByRole('button', { name: 'Preview' }).click();
    const preview = answer(page, 'What this subscription would have sent');
    await preview.waitFor();
    expect(await read(preview)).toMatch(/Sunday 24 August 08:30: \d+ leads/);
    expect(await read(preview)).toMatch(/Your leads, in short[\s\S]*Hour by hour/);
  });

  test('the subscription form lists the values that leads have had, each kind under its heading', async () => {
    const { page } = await open();
    await say(page, '/leads today');
    await answer(page, /\d+ leads/).waitFor();
    await say(page, '/leads subscribe');
    const form = page.getByRole('dialog');
    const values = form.getByRole('combobox', { name: /Only leads with these values/ });
    await values.click();
    await form.getByRole('group', { name: 'Brand' }).getByRole('option', { name: 'KIA' }).click();
    await values.fill('riyadh n');
    await form.getByRole('group', { name: 'Branch' }).getByRole('option', { name: 'Riyadh North' }).waitFor();
    await values.press('Enter');
    await form.getByLabel(/^Brand/).fill('MG');
    await form.getByRole('button', { name: 'Subscribe' }).click();
    const done = answer(page, 'this channel gets a digest');
    await done.waitFor();
    expect(await read(done)).toMatch(/Brand MG or KIA[^]*Branch Riyadh North/);
  });

  test('text from a lead cannot ping anyone', async () => {
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
