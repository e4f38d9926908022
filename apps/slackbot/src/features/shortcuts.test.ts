import { openAccess } from '@leadbell/domain';
import { describe, expect, test } from 'vitest';
import { type Bot, type BotOptions, buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { emptySubscriptionService, noon } from '../testing/lead-fixtures.ts';
import { registry } from './index.ts';

async function saidIn(bot: Bot, text: string) {
  await bot.slack.control.say('noura', 'sales', text);
  const message = bot.slack.control.messages('sales').find((one) => one.text.includes(text.slice(0, 8)));
  if (message === undefined) throw new Error('not said');
  return message;
}

const answers = (bot: Bot, as: string) =>
  bot.slack.control.messages('sales', { as }).filter(({ botId }) => botId !== undefined);

describe.each(['socket', 'http'] as const)('over %s', (over) => {
  test('the number in a message is found; only the asker sees the result, and the number is not logged', async () => {
    await using bot = await startBot({ over });
    const message = await saidIn(bot, 'Please call 1003 back');
    await bot.slack.control.shortcut('noura', 'find_number', message);
    await bot.said(/1 lead found/);
    expect(answers(bot, 'samir')).toEqual([]);
    expect(bot.log.text()).not.toContain('1003');
  });

  test('a channel is subscribed from the menu of one of its messages', async () => {
    const asked: unknown[] = [];
    const subscriptionService = {
      ...emptySubscriptionService,
      subscribe: ((place, definition) => {
        asked.push([place.channel, definition.kind]);
        return Promise.resolve({
          one: { id: 1, definition, owner: place.user, pausedReason: null, nextRunAt: noon },
          needsInvite: true,
        });
      }) satisfies typeof emptySubscriptionService.subscribe,
    };
    await using bot = await startBot({ over, subscriptionService });
    const message = await saidIn(bot, 'We need a digest here');
    await bot.slack.control.shortcut('noura', 'subscribe_channel', message);
    const form = await bot.view(/Which channel|channel/i);
    await bot.slack.control.submitView('noura', form);
    const text = textOf(await bot.said(/invite/));
    expect(asked).toEqual([['C0SALES', 'digest']]);
    // The hint to invite Leadbell comes before the description of the subscription.
    expect(text.indexOf('/invite')).toBeLessThan(text.indexOf('daily digest'));
  });
});

test('a message without a number is answered with a sentence', async () => {
  await using bot = await startBot();
  await bot.slack.control.shortcut('noura', 'find_number', await saidIn(bot, 'Nothing to see'));
  await bot.said(/found no phone number/);
  expect(bot.asked).toEqual([]);
});

test('a search from the shortcut is answered in the shortcut’s window', async () => {
  await using bot = await startBot();
  const { control } = bot.slack;
  await control.shortcut('noura', 'find');
  const form = await bot.view(/Whom do you want to find/);
  expect(await control.submitView('noura', form)).toMatchObject({ ok: false, errors: { text: expect.any(String) } });
  await control.submitView('noura', form, { text: { text: { type: 'plain_text_input', value: '1003' } } });
  const found = await bot.view(/1 lead found/);
  expect(found.id).toBe(form.id);
  await control.click('noura', found, buttonOf(found, 'Open'));
  expect(textOf(await bot.view(/Number in the DMS/))).toContain('1003');
});

test('a subscription from the shortcut asks for its channel', async () => {
  await using bot = await startBot();
  await bot.slack.control.shortcut('noura', 'subscribe');
  const form = await bot.view(/channel/i);
  expect(JSON.stringify(form.blocks)).not.toContain('initial_conversation');
  expect(await bot.slack.control.submitView('noura', form)).toMatchObject({
    ok: false,
    errors: { channel: expect.any(String) },
  });
});

const viewer: BotOptions = {
  access: { others: null, grants: [{ role: 'viewer', users: ['U0NOURA'], groups: [], channels: [] }] },
};

test.each(Object.keys(registry.shortcuts))(
  'the gate refuses the shortcut %s to people without the right',
  async (id) => {
    for (const options of [viewer, { asker: 'guest' } as const]) {
      await using bot = await startBot({ access: openAccess, ...options });
      const { control } = bot.slack;
      const isOfMessage = /_/.test(id);
      await control.shortcut('noura', id, isOfMessage ? await saidIn(bot, 'Please call 1003 back') : undefined);
      const refused = /Your role doesn’t let you|guests of this workspace can’t use it/;
      const shown = isOfMessage ? await bot.said(refused) : await bot.view(refused);
      expect(textOf(shown)).not.toContain('lead found');
      expect(bot.asked).toEqual([]);
    }
  },
);
