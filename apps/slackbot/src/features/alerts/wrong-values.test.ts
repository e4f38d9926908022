// Tests how the value that caused an error gets from the DMS to the card and the list of alerts.
import { BulkObserver, defaultAlertSettings, installationWords, type Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { testIdentities } from '@leadbell/testing';
import { example } from '../../testing/lead-fixtures.ts';
import {
  look,
  monday,
  minute,
  plain,
  poll,
  settle,
  setUpScenario,
  shown,
  subscriptionService,
  wait,
  zone,
} from '../../testing/scenario-fixtures.ts';
import { renderMessage } from '@leadbell/slack-kit';
import { serveLinks } from '../../cards/dms-links.ts';
import { messagesFor } from '../index.ts';
import { alertListCard } from './alert-list.ts';

setUpScenario();

/** Each lead asks for one of these models, which the DMS does not have. */
function bulkOf(models: readonly string[], message: string) {
  const observer = new BulkObserver(testIdentities());
  for (const [n, modelFamily] of models.entries()) {
    const [vehicle] = example.vehicles;
    observer.add({
      ...example,
      externalId: String(n),
      firstName: 'Bravo',
      outcome: 'errored',
      errors: [{ code: null, field: 'modelFamily', message }],
      vehicles: vehicle === undefined ? [] : [{ ...vehicle, modelFamily }],
    });
  }
  return observer.finish({
    key: 'k1',
    id: '574',
    createdAt: (monday - minute) as Instant,
    createdBy: '1',
    state: 'completed',
    totalRecords: models.length,
    errorRecords: models.length,
  });
}

async function fired(models: readonly string[], message = 'Unknown model family'): Promise<void> {
  installationWords.learn(['X28', 'X30'].map((text) => ({ kind: 'value', text })));
  settle({ ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 1 });
  await poll(bulkOf(models, message));
  wait(minute);
  await look();
}

test('a single wrong value is in the title, with the cause', async () => {
  await fired(['X28', 'X28']);
  expect(await shown()).toMatch(/Unknown model family\s+X28\s+× 2/);
});

test('the wrong value replaces the hidden part of the cause’s text', async () => {
  await fired(['X28', 'X28'], 'Model X28 is not sold');
  expect(await shown()).toMatch(/Model\s+X28\s+is not sold\s+× 2/);
});

test('the card shows several values beside the cause, but no values that may be personal', async () => {
  await fired(['X28', 'X30', 'Zzyzx Qoph']);
  const text = await shown();
  expect(text).toMatch(/Unknown model family \(X28, X30\)\s+× 3/);
  expect(text).not.toMatch(/zzyzx/i);
});

test('the card links to the bulk in the DMS if the settings have its address', async () => {
  serveLinks({ bulk: 'https://dms.example/bulks/{id}', lead: null });
  await fired(['X28']);
  serveLinks({ bulk: null, lead: null });
  expect(await shown()).toContain('https://dms.example/bulks/574');
});

test('the list of alerts shows cause, value, source, bulk, start and owner', async () => {
  await fired(['X28']);
  const id = (await subscriptionService.latest(1))[0]?.id ?? 0;
  await subscriptionService.act(id, 'assign', 'U0SAMIR');
  const alerts = await subscriptionService.latest(1);
  const messages = messagesFor('en');
  const card = alertListCard(alerts, { messages, zone, errorTexts: await subscriptionService.errorTexts(alerts) });
  const text = plain(JSON.stringify(renderMessage(card, { tag: 'en', more: messages.leads.more }).blocks));
  expect(text).toMatch(/Unknown model family\s+X28\s+× 1\s+· Direct Contact/);
  expect(text).toMatch(/Alert\s+\d+ · Bulk\s+574 · since [^·]+ · opened [^·]+ · assigned to/);
});
