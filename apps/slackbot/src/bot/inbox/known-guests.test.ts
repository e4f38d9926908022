/** Acts of people who are known to have no rights leave nothing in the inbox. */
import { expect, test } from 'vitest';
import type { Asker } from '../../testing/asker-fixtures.ts';
import { databases, replica, setUpReplicas, url } from '../../testing/replica-fixtures.ts';

setUpReplicas();

const rows = () => databases.query(url, 'select id, body from inbox');

test.each([
  ['guest', /guests of this workspace can’t use it/],
  ['single-channel-guest', /guests of this workspace can’t use it/],
  ['member', null],
] as const satisfies readonly (readonly [Asker, RegExp | null])[])('the act of a %s', async (asker, refusal) => {
  await using bot = await replica({ asker });
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.said(refusal ?? /leads/);
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  if (refusal === null) return expect.poll(rows).toHaveLength(1);
  const refused = () => bot.log.lines.filter(({ event, action }) => event === 'refused' && action !== 'today');
  await expect.poll(refused).toHaveLength(1);
  expect(await rows()).toEqual([]);
});
