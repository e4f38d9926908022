// Tests an alert's times: "since" is when the problem began, "notified" when the alert was posted.
import { defaultAlertSettings } from '@leadbell/domain';
import { expect, test } from 'vitest';
import {
  branch,
  bulk,
  look,
  minute,
  poll,
  settle,
  setUpScenario,
  shown,
  wait,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

const settings = { ...defaultAlertSettings, groupWaitMs: 5 * minute, erroredLeads: 1 };

async function sinceLine(): Promise<string> {
  return (
    /since [^·]+(?:· notified [^·]+)?/
      .exec(await shown())?.[0]
      .replaceAll(/\s+/g, ' ')
      .trim() ?? ''
  );
}

test('errors that arrive together with their bulk began when the bulk was created', async () => {
  settle(settings);
  await poll(bulk(1, [branch, branch]));
  wait(6 * minute);
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 11:59 · notified 12:06');
});

test('if an error appears in an old bulk, the problem began when the error was found', async () => {
  settle(settings);
  await poll(bulk(1, ['fine', 'fine']));
  wait(30 * minute);
  await poll(bulk(1, [branch, 'fine']));
  wait(6 * minute);
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 12:30 · notified 12:36');
});

test('an alert that is posted within a minute after its errors began shows only when they began', async () => {
  settle({ ...settings, groupWaitMs: 0 });
  await poll(bulk(1, ['fine', 'fine']));
  wait(30 * minute);
  await poll(bulk(1, [branch, 'fine']));
  await look();
  expect(await sinceLine()).toBe('since 25 August 2025 12:30');
});
