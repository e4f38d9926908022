// Tests the subscription form in use: it changes with the chosen kind, stays open with a sentence
// at each wrong field, and opens with a subscription's values.
import type { Zone } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { emptySubscriptionService } from '../../testing/lead-fixtures.ts';
import type { Definition } from '../../subscriptions/definition.ts';
import type { SubscriptionService, Listed } from './subscription-service.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { buttonOf, startBot, textOf } from '../../testing/bot-context-fixtures.ts';

/** A service whose channel has one subscription to alerts; it records the requested changes. */
function notedAlertService(): { readonly subscriptionService: SubscriptionService; readonly requested: Definition[] } {
  const requested: Definition[] = [];
  const one: Listed = {
    id: 3,
    owner: 'U0NOURA',
    pausedReason: null,
    nextRunAt: null,
    definition: {
      kind: 'alerts',
      zone: 'Asia/Riyadh' as Zone,
      language: 'en',
      without: ['no-leads'],
      atLeast: 1,
      thresholds: { erroredLeads: 5 },
      escalation: { group: 'S0EVERYONE', minutes: 15 },
      threadOnly: true,
    },
  };
  const subscriptionService: SubscriptionService = {
    ...emptySubscriptionService,
    list: () => Promise.resolve([one]),
    subscribe: (place, definition) => {
      requested.push(definition);
      return emptySubscriptionService.subscribe(place, definition);
    },
    replace: (_place, id, definition) => {
      requested.push(definition);
      return Promise.resolve({ one: { ...one, id, definition }, needsInvite: false });
    },
  };
  return { subscriptionService, requested };
}

test('the form changes with the chosen kind, and stays open with a sentence at each wrong field', async () => {
  const { subscriptionService, requested } = notedAlertService();
  await using bot = await startBot({ subscriptionService });
  await bot.slack.control.say('noura', 'sales', '/leads subscribe');
  const digest = await bot.view(/How often/);
  await bot.slack.control.selectOption('noura', digest, actionIds.subscribeKind, 'alerts');
  const alerts = await bot.view(/Errors never seen before/);
  expect(alerts.id).toBe(digest.id);
  expect(textOf(alerts)).not.toContain('How often');
  const wrong = {
    from: { from: { type: 'number_input', value: '0' } },
    escalate: { escalate: { type: 'number_input', value: '20' } },
  };
  expect(await bot.slack.control.submitView('noura', alerts, wrong)).toMatchObject({
    ok: false,
    errors: {
      from: expect.stringMatching(/whole number/),
      group: expect.stringMatching(/ID of a user group, or leave the minutes/),
    },
  });
  expect(requested).toEqual([]);
  const right = {
    from: { from: { type: 'number_input', value: '4' } },
    group: { group: { type: 'plain_text_input', value: 'S0EVERYONE' } },
    thread: { thread: { type: 'checkboxes', selected_options: [{ value: 'thread-only' }] } },
  };
  expect(await bot.slack.control.submitView('noura', alerts, right)).toEqual({ ok: true });
  await bot.said(/this channel gets alerts/);
  expect(requested).toMatchObject([
    {
      kind: 'alerts',
      without: [],
      thresholds: { erroredLeads: 4 },
      escalation: { group: 'S0EVERYONE', minutes: 20 },
      threadOnly: true,
    },
  ]);
});

test('a form that is submitted just before it changes to the chosen kind subscribes to that kind', async () => {
  const { subscriptionService, requested } = notedAlertService();
  await using bot = await startBot({ subscriptionService });
  await bot.slack.control.say('noura', 'sales', '/leads subscribe');
  const digest = await bot.view(/How often/);
  const chosen = { type: 'static_select', selected_option: { value: 'leads' } };
  expect(await bot.slack.control.submitView('noura', digest, { what: { [actionIds.subscribeKind]: chosen } })).toEqual({
    ok: true,
  });
  await bot.said(/this channel gets new leads/);
  expect(requested).toMatchObject([{ kind: 'leads', filters: {}, threadOnly: false }]);
});

test('“Edit” opens the form with the subscription’s values, and submitting it unchanged changes nothing', async () => {
  const { subscriptionService, requested } = notedAlertService();
  await using bot = await startBot({ subscriptionService });
  await bot.slack.control.say('noura', 'sales', '/leads subscriptions');
  const list = await bot.said(/Bulks with at least 5 errored leads/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Edit'));
  const form = await bot.view(/Errors never seen before/);
  expect(textOf(form)).toContain('S0EVERYONE');
  expect(await bot.slack.control.submitView('noura', form)).toEqual({ ok: true });
  await bot.said(/Saved/);
  const [before] = await subscriptionService.list({ channel: '', user: '' });
  expect(requested).toEqual([before?.definition]);
});
