/** Acts of people who are known to have no rights leave no rows in the inbox. */
import { expect, test } from 'vitest';
import { databases, replica, setUpReplicas, url } from '../../testing/replica-fixtures.ts';

setUpReplicas();

const rows = () => databases.query(url, 'select id from inbox');

test.each(['guest', 'single-channel-guest'] as const)('the act of a known %s is not stored', async (asker) => {
  await using bot = await replica({ asker });
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.said(/guests of this workspace can’t use it/);
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  const refused = () => bot.log.lines.filter(({ event, action }) => event === 'refused' && action !== 'today');
  await expect.poll(refused).toHaveLength(1);
  expect(await rows()).toEqual([]);
});

test('the same act of a member is', async () => {
  await using bot = await replica();
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  await expect.poll(rows).toHaveLength(1);
});
