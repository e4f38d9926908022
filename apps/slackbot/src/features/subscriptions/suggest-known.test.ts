// Tests the menu of known values in the subscription form: it offers values of leads in the
// person's scope, and nothing to a person whom the gate refuses.
import { createHmac } from 'node:crypto';
import { installationAliases, openAccess } from '@leadbell/domain';
import { afterEach, describe, expect, test } from 'vitest';
import type { Definition } from '../../subscriptions/definition.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { type Bot, type BotOptions, startBot } from '../../testing/bot-context-fixtures.ts';
import { asRead } from '@leadbell/testing';
import { bare, bulkOf, emptySubscriptionService, fakeApi } from '../../testing/lead-fixtures.ts';
import { knownField } from './known-choices.ts';

const leads = [
  { ...bare, brand: 'KIA', branch: 'الرياض', source: 'Website' },
  { ...bare, brand: 'KIA', branch: 'الرياض', source: 'Email' },
  { ...bare, brand: 'MG', branch: 'Jeddah', source: 'Website' },
];

afterEach(() => installationAliases.use({}));

async function startKnowing(options: BotOptions = {}) {
  const subscribed: Definition[] = [];
  const subscriptionService = {
    ...emptySubscriptionService,
    subscribe: (...given: Parameters<typeof emptySubscriptionService.subscribe>) => {
      subscribed.push(given[1]);
      return emptySubscriptionService.subscribe(...given);
    },
  };
  const bot = await startBot({ answers: fakeApi(bulkOf(leads)), subscriptionService, ...options });
  await bot.slack.control.say('samir', 'sales', '/leads today');
  await bot.slack.control.waitFor(() =>
    bot.slack.control.messages('sales', { as: 'samir' }).find(({ blocks }) => JSON.stringify(blocks).includes('MG')),
  );
  return { bot, subscribed, [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() };
}

interface Shown {
  readonly label?: { readonly text: string };
  readonly options?: readonly { readonly value: string; readonly text: { readonly text: string } }[];
}

/** Writes each group of options as `Brand: KIA, MG`. */
function read(groups: readonly unknown[]): readonly string[] {
  return (groups as readonly Shown[]).map(
    ({ label, options = [] }) => `${asRead(label?.text)}: ${options.map(({ text }) => asRead(text.text)).join(', ')}`,
  );
}

async function openForm(bot: Bot, line: string, title: RegExp) {
  await bot.slack.control.say('noura', 'sales', line);
  const view = await bot.view(title);
  const suggest = (value: string) =>
    bot.slack.control.suggest('noura', view, { blockId: knownField, actionId: knownField, value });
  return { view, suggest };
}

// Over HTTP, Slack requests menu options at `message_menu_options_url`.
test.each(['socket', 'http'] as const)(
  'over %s the list opens with all known values, and finds the typed ones',
  async (over) => {
    await using known = await startKnowing({ over });
    const { suggest } = await openForm(known.bot, '/leads subscribe', /How often/);
    expect(read(await suggest(''))).toEqual(['Brand: KIA, MG', 'Branch: Jeddah, الرياض', 'Source: Website, Email']);
    expect(read(await suggest('WEB'))).toEqual(['Source: Website']);
    expect(read(await suggest('رِيَاض'))).toEqual(['Branch: الرياض']);
    expect(await suggest('nowhere')).toEqual([]);
  },
);

test.each([
  ['en', '/leads subscribe', /How often/, 'Riyadh'],
  ['ar', '/leads اشترك', /الوقت/, 'الرياض'],
] as const)(
  'in %s an alias is shown in the reader’s script, and either spelling finds it',
  async (tag, line, title, city) => {
    await using known = await startKnowing({ language: tag });
    installationAliases.use({ branch: [['Riyadh', 'الرياض']] });
    const { suggest } = await openForm(known.bot, line, title);
    for (const typed of ['riy', 'الريا']) {
      const [group, ...others] = read(await suggest(typed));
      expect([group?.split(': ')[1], others]).toEqual([city, []]);
    }
  },
);

test('choices are added to the typed values, and are kept when the kind changes', async () => {
  await using known = await startKnowing();
  const { bot, subscribed } = known;
  const { view } = await openForm(bot, '/leads subscribe', /How often/);
  const selected_options = ['brand:KIA', 'brand:mg', 'branch:الرياض'].map((value) => ({ value }));
  const state = {
    [knownField]: { [knownField]: { type: 'multi_external_select', selected_options } },
    brand: { brand: { type: 'plain_text_input', value: 'MG' } },
  };
  const kind = { action_id: actionIds.subscribeKind, selected_option: { value: 'leads' } };
  await bot.slack.control.act('noura', view, kind, { ...view.state, ...state });
  const changed = await bot.view(/at once/);
  expect(JSON.stringify(changed.blocks)).toContain('"initial_options":[{"value":"brand:KIA"');
  expect(await bot.slack.control.submitView('noura', changed)).toEqual({ ok: true });
  await bot.said(/this channel gets new leads/);
  expect(subscribed).toMatchObject([
    {
      kind: 'leads',
      filters: {
        brand: { isNot: false, alternatives: ['MG', 'KIA'] },
        branch: { isNot: false, alternatives: ['الرياض'] },
      },
    },
  ]);
});

test('a value that is both chosen and excluded is reported at its field', async () => {
  await using known = await startKnowing();
  const { view } = await openForm(known.bot, '/leads subscribe', /How often/);
  const answer = await known.bot.slack.control.submitView('noura', view, {
    [knownField]: { [knownField]: { type: 'multi_external_select', selected_options: [{ value: 'brand:KIA' }] } },
    brand: { brand: { type: 'plain_text_input', value: '!MG' } },
  });
  expect(answer).toMatchObject({ ok: false, errors: { brand: expect.stringMatching(/exclude values here/) } });
});

test('a forged choice is checked like a typed value', async () => {
  await using known = await startKnowing();
  const { view } = await openForm(known.bot, '/leads subscribe', /How often/);
  const choose = (...values: readonly string[]) =>
    known.bot.slack.control.submitView('noura', view, {
      [knownField]: {
        [knownField]: { type: 'multi_external_select', selected_options: values.map((value) => ({ value })) },
      },
    });
  expect(await choose('brand:person@example.com')).toMatchObject({ ok: false, errors: { brand: expect.any(String) } });
  expect(await choose(`source:${'x'.repeat(500)}`)).toMatchObject({
    ok: false,
    errors: { source: expect.any(String) },
  });
  expect(await choose('status:errored', '__proto__:x', 'brand:', ':', '')).toEqual({ ok: true });
  await known.bot.said(/this channel gets/);
  expect(known.subscribed).toMatchObject([{ filters: {} }]);
});

describe('the gate', () => {
  const grant = { groups: [], channels: [], role: 'manager' } as const;

  test('the menu offers only values of leads in the asker’s scope', async () => {
    const access = { others: 'manager', grants: [{ ...grant, users: ['U0NOURA'], brands: ['MG'] }] } as const;
    await using known = await startKnowing({ access });
    const { suggest } = await openForm(known.bot, '/leads subscribe', /How often/);
    expect(read(await suggest(''))).toEqual(['Brand: MG', 'Branch: Jeddah', 'Source: Website']);
  });

  test.each([
    ['a guest', { asker: 'guest' }, 'U0NOURA'],
    ['another company’s person', {}, 'U0OMAR'],
    ['an unknown person', {}, 'U0NOSUCH'],
    [
      'a viewer, who may not subscribe',
      { access: { others: 'manager', grants: [{ ...grant, role: 'viewer', users: ['U0NOURA'] }] } },
      'U0NOURA',
    ],
  ] as const)('a forged request returns nothing to %s', async (_, options: BotOptions, user) => {
    await using known = await startKnowing({ access: openAccess, ...options, over: 'http' });
    expect(read((await forged(known.bot, 'U0SAMIR', '')).option_groups ?? [])).toContain('Brand: KIA, MG');
    for (const value of ['', 'k', 'x'.repeat(9_000)])
      expect(await forged(known.bot, user, value)).toEqual({ options: [] });
    // Slack never sends such values.
    for (const value of [null, { a: 1 }]) expect(await forged(known.bot, user, value)).toEqual({});
    expect(known.bot.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

async function forged(bot: Bot, user: string, value: unknown): Promise<{ readonly option_groups?: unknown[] }> {
  const payload = {
    type: 'block_suggestion',
    user: { id: user, team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX' },
    api_app_id: 'A0SANDBOX',
    action_id: knownField,
    block_id: knownField,
    value,
    container: { type: 'view', view_id: 'V0GONE' },
    view: { id: 'V0GONE', private_metadata: '{"tag":7}' },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', bot.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  const text = await answer.text();
  return JSON.parse(text === '' ? '{}' : text) as { option_groups?: unknown[] };
}
