/**
 * Tests that rights are checked when something is done, not when its form, window or message was
 * opened. If a person has lost a right in the meantime, the action is refused, and nothing is
 * changed or shown.
 */
import { type Ability, maskName } from '@leadbell/domain';
import { expect, test } from 'vitest';
import type { Gate } from '../bot/gate.ts';
import type { Look } from '../reports/context.ts';
import { Unrecorded } from '../bot/record.ts';
import { buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { gateThat, openGate } from '../testing/gate-fixtures.ts';
import { emptySubscriptionService } from '../testing/lead-fixtures.ts';
import type { Definition } from '../subscriptions/definition.ts';
import type { SubscriptionService } from './subscriptions/subscription-service.ts';

/** A gate that allows everything until the test closes it. */
function closingGate(): Gate & { isClosed: boolean } {
  const gate: Gate & { isClosed: boolean } = {
    ...gateThat((_user: string, ...needed: readonly Ability[]) => {
      const ability = needed[0] ?? 'see lists';
      return gate.isClosed
        ? Promise.resolve({ isAllowed: false, kind: 'guest', refusal: { why: 'guest', ability } } as const)
        : openGate.decide('', ability);
    }),
    isClosed: false,
  };
  return gate;
}

function noted(): { readonly service: SubscriptionService; readonly requested: Definition[] } {
  const requested: Definition[] = [];
  const service: SubscriptionService = {
    ...emptySubscriptionService,
    subscribe: (place, definition) => {
      requested.push(definition);
      return emptySubscriptionService.subscribe(place, definition);
    },
  };
  return { service, requested };
}

test('a form that is submitted after a right was lost is refused, and nothing is subscribed', async () => {
  const gate = closingGate();
  const { service, requested } = noted();
  await using bot = await startBot({ gate, subscriptionService: service });
  await bot.slack.control.say('noura', 'sales', '/leads subscribe');
  const form = await bot.view(/How often/);
  gate.isClosed = true;
  expect(await bot.slack.control.submitView('noura', form)).toEqual({ ok: true });
  await bot.said(/guests of this workspace can’t use it/);
  expect(requested).toEqual([]);
});

test('after a right was lost, “More” in an opened lead is refused, and so is “Refresh” of its list', async () => {
  const gate = closingGate();
  await using bot = await startBot({ gate });
  await bot.slack.control.say('noura', 'sales', '/leads today');
  const list = await bot.said(/25 leads/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Open'));
  const lead = await bot.view(/Where it came from/);
  gate.isClosed = true;
  await bot.slack.control.click('noura', lead, buttonOf(lead, 'More'));
  const refused = await bot.view(/guests of this workspace can’t use it/);
  expect(textOf(refused)).not.toContain('5000-10000');
  await bot.slack.control.click('noura', list, buttonOf(list, 'Refresh'));
  await bot.said(/guests of this workspace can’t use it/);
});

test('a lead is not shown if its opening can’t be recorded, and the person reads why', async () => {
  await using bot = await startBot({ gate: openGate, record: () => Promise.reject(new Unrecorded()) });
  await bot.slack.control.say('noura', 'sales', '/leads today');
  const list = await bot.said(/25 leads/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Open'));
  const view = await bot.view(/I couldn’t record this just now/);
  expect(textOf(view)).not.toMatch(/tel:|mailto:/);
  await bot.slack.control.say('noura', 'sales', '/leads lead 1003');
  const told = await bot.said(/I couldn’t record this just now/);
  expect(textOf(told)).not.toContain('1003');
});

test.each(['today', 'errors', 'bulk 1'])('sharing a list (%s) records its leads, and their fields', async (command) => {
  const looks: Look[] = [];
  await using bot = await startBot({
    gate: openGate,
    record(_, look) {
      looks.push(look);
      return Promise.resolve();
    },
  });
  await bot.slack.control.say('noura', 'sales', `/leads ${command} --share`);
  const posted = await bot.said(/Shared by/);
  expect(looks).toMatchObject([
    { action: 'share', fields: expect.arrayContaining(['firstName', 'phoneNumber']) as string[] },
  ]);
  const names = (looks[0]?.leads ?? []).map((lead) => maskName(lead));
  const rows = JSON.stringify(posted.blocks).match(/"action_id":"leads\.open/g) ?? [];
  expect(names.length).toBeGreaterThan(0);
  expect(names).toHaveLength(rows.length);
  for (const name of names) expect(textOf(posted)).toContain(name);
});

test('in a channel that another company can read, sharing asks first', async () => {
  await using bot = await startBot({ gate: { ...openGate, isSharedOutside: () => Promise.resolve(true) } });
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  const warned = await bot.said(/People from other companies can read this channel/);
  const posted = () => bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined);
  expect(posted()).toEqual([]);
  await bot.slack.control.click('noura', warned, buttonOf(warned, 'Share anyway'));
  await expect.poll(posted).toHaveLength(1);
});

test('a subscription is created even if another company can read the channel, and the reply says who can read the channel', async () => {
  const { service, requested } = noted();
  await using bot = await startBot({
    gate: { ...openGate, isSharedOutside: () => Promise.resolve(true) },
    subscriptionService: service,
  });
  await bot.slack.control.say('noura', 'sales', '/leads subscribe digest 08:30');
  await bot.said(/People from other companies can read this channel/);
  expect(requested).toHaveLength(1);
});
