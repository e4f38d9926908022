import { expect, test } from 'vitest';
import { type Asker, askers } from '../testing/asker-fixtures.ts';
import { startBot, textOf } from '../testing/bot-context-fixtures.ts';

/** Slack's answer to `users.info` about Noura, for each kind of person that she can be. */
const said: Readonly<Record<Asker, object>> = {
  member: { ok: true, user: { team_id: 'T0SANDBOX', is_restricted: false, is_admin: false } },
  admin: { ok: true, user: { is_admin: true, is_owner: false } },
  owner: { ok: true, user: { is_admin: true, is_owner: true, is_primary_owner: false } },
  'primary-owner': { ok: true, user: { is_primary_owner: true } },
  guest: { ok: true, user: { is_restricted: true, is_ultra_restricted: false } },
  'single-channel-guest': { ok: true, user: { is_restricted: true, is_ultra_restricted: true } },
  outsider: { ok: true, user: { team_id: 'T0AGENCY', is_stranger: false } },
  'second-workspace': { ok: true, user: { team_id: 'T0SECOND' } },
  'org-member': { ok: true, user: { enterprise_user: { teams: ['T0SECOND', 'T0SANDBOX'] } } },
  unknown: { ok: false, error: 'user_not_visible' },
};

test.each(askers)('the sandbox describes the person who asks as %s', async (asker) => {
  await using bot = await startBot({ asker });
  bot.slack.conditions.scopes = ['users:read'];
  const url = `${bot.slack.apiUrl}users.info?user=U0NOURA&token=${bot.slack.botToken}`;
  expect(await (await fetch(url)).json()).toMatchObject(said[asker]);
});

const text = { type: 'plain_text', text: 'Today' };

test.each(['outsider', 'second-workspace'] as const)(
  'a press by a person of the kind %s reaches the bot, but a command does not',
  async (asker) => {
    await using bot = await startBot({ asker });
    expect(await bot.slack.control.say('noura', 'sales', '/leads today')).toBe('invalid_command');
    const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'leads.ask:1', text, value: 'none' }] }];
    const card = bot.slack.control.nextMessage();
    const post = { token: bot.slack.botToken, channel: 'C0SALES', text: 'A card', blocks: JSON.stringify(blocks) };
    await fetch(`${bot.slack.apiUrl}chat.postMessage`, { method: 'POST', body: new URLSearchParams(post) });
    const shown = await card;
    const asked = bot.slack.traffic.entries().length;
    await bot.slack.control.click('noura', shown, 'leads.ask:1');
    const [press] = bot.slack.traffic.entries().slice(asked);
    expect(press?.body).toMatchObject({
      payload: { type: 'block_actions', user: { id: 'U0NOURA' }, team: { id: 'T0SANDBOX' } },
    });
  },
);

test.each([
  ['viewer', false],
  ['agent', true],
] as const)(
  'a word that may be a name gets the offer of a search only if the person may search: %s',
  async (role, isOffered) => {
    await using bot = await startBot({ access: { others: role, grants: [] } });
    await bot.slack.control.say('noura', 'sales', '/leads Sara');
    const answer = await bot.said(/I can show you the leads/);
    expect(textOf(answer).includes('Search for')).toBe(isOffered);
  },
);
