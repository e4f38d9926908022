/** A shared post can be taken back by the person who shared it and by admins, also after a restart. */
import type { Ability } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { databases, setUpAnnouncing, store, url } from '../testing/announcing-fixtures.ts';
import { buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { openGate } from '../testing/gate-fixtures.ts';
import { createSharedPosts } from './taking-back.ts';

setUpAnnouncing();

const gateWith = (admin: string) => ({
  ...openGate,
  decide: (user: string, ...needed: readonly Ability[]) =>
    needed.includes('administer') && user !== admin
      ? Promise.resolve({
          isAllowed: false as const,
          kind: 'member' as const,
          refusal: { why: 'role' as const, ability: 'administer' as const },
        })
      : openGate.decide(user, ...needed),
});

const start = (admin = 'U0NOURA') =>
  startBot({ gate: gateWith(admin), sharedPosts: createSharedPosts({ store, workspace: 'T1' }) });

test('the person who shared a post can take it back, and this is recorded', async () => {
  await using bot = await start();
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  const posted = await bot.said(/Shared by/);
  await expect.poll(() => databases.query(url, 'select ts from shares')).toEqual([{ ts: posted.ts }]);
  await bot.slack.control.click('noura', posted, buttonOf(posted, 'Take back'));
  const done = await bot.said(/Taken back/);
  expect(done.ephemeralTo).toBe('U0NOURA');
  expect(bot.seen().filter((message) => /Shared by/.test(textOf(message)))).toEqual([]);
  expect(await databases.query(url, 'select actor, action, channel_id from audit_log')).toEqual([
    { actor: 'U0NOURA', action: 'take back', channel_id: 'C0SALES' },
  ]);
});

test('another person can’t take the post back', async () => {
  await using bot = await start('U0OMAR');
  await bot.slack.control.say('samir', 'sales', '/leads today --share');
  const posted = await bot.said(/Shared by/);
  await expect.poll(() => databases.query(url, 'select ts from shares')).toEqual([{ ts: posted.ts }]);
  await bot.slack.control.click('noura', posted, buttonOf(posted, 'Take back'));
  expect((await bot.said(/Only the person who shared this/)).ephemeralTo).toBe('U0NOURA');
  expect(bot.seen()).toContainEqual(expect.objectContaining({ ts: posted.ts }));
  expect(await databases.query(url, 'select action from audit_log')).toEqual([]);
});

test('an admin can take back another person’s post, even one that an earlier process posted', async () => {
  await using bot = await start();
  await bot.slack.control.say('noura', 'sales', '/leads today --share');
  const posted = await bot.said(/Shared by/);
  await expect.poll(() => databases.query(url, 'select ts from shares')).toEqual([{ ts: posted.ts }]);
  await databases.query(url, "update shares set user_id = 'U0OTHER'");
  await bot.slack.control.click('noura', posted, buttonOf(posted, 'Take back'));
  await bot.said(/Taken back/);
});
