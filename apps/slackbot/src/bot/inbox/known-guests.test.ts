/**
 * An act is not stored in the inbox if we already know that the person has no rights. If we learn this later, the act
 * is stored first and then refused.
 */
import { expect, test } from 'vitest';
import type { Look } from '../../reports/context.ts';
import { textOf } from '../../testing/bot-context-fixtures.ts';
import { untilAborted } from '../../testing/patience-fixtures.ts';
import { allDone, databases, postAlertMenu, replica, setUpReplicas, url } from '../../testing/replica-fixtures.ts';

setUpReplicas();

/** Ends the gate's shortest wait at once, so that the act is stored before Slack answers. The other waits never end. */
const beginsImpatiently = (ms: number, signal: AbortSignal) =>
  ms < 1_000 ? Promise.resolve() : untilAborted(ms, signal);

const rows = () => databases.query(url, 'select id from inbox');

test.each(['guest', 'single-channel-guest'] as const)(
  'the act of a guest is not stored if Slack has already said that the person is a %s',
  async (asker) => {
    await using bot = await replica({ asker });
    await bot.slack.control.say('noura', 'sales', '/leads today');
    await bot.said(/guests of this workspace can’t use it/);
    await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
    const refused = () => bot.log.lines.filter(({ event, action }) => event === 'refused' && action !== 'today');
    await expect.poll(refused).toHaveLength(1);
    expect(await rows()).toEqual([]);
  },
);

test('an act of a member is stored', async () => {
  await using bot = await replica();
  await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  await expect.poll(rows).toHaveLength(1);
});

test.each(['guest', 'outsider'] as const)(
  'a %s about whom Slack answers slowly is refused before anything is done',
  async (asker) => {
    const looks: Look[] = [];
    const record = (_looker: unknown, look: Look) => Promise.resolve(void looks.push(look));
    await using bot = await replica({ asker, record, gateSleep: beginsImpatiently });
    const menu = await postAlertMenu(bot);
    const before = await databases.query(url, 'select state::text from alerts');
    bot.slack.faults.add({ kind: 'delay', method: 'users.info', delayMs: 500, times: 3 });
    const press = bot.slack.control.selectOption('noura', menu, 'leads.alert', 'acknowledge 1');
    await expect.poll(rows).toHaveLength(1);
    await press;
    if (asker === 'guest') {
      // Only the guest types commands, because Slack does not deliver those of people from other
      // companies.
      await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
      await bot.slack.control.say('noura', 'sales', '/leads today');
    }
    const refusals = asker === 'guest' ? ['alert', 'note', 'today'] : ['alert'];
    await expect
      .poll(() => looks.map(({ action, outcome }) => `${action} ${outcome}`).toSorted())
      .toEqual(refusals.map((action) => `${action} refused`));
    await allDone();
    expect(await databases.query(url, 'select state::text from alerts')).toEqual(before);
    expect(bot.asked).toEqual([]);
    const told = bot.seen().filter(({ ephemeralTo }) => ephemeralTo !== undefined);
    expect(told.map(textOf).filter((text) => !/can’t use it/.test(text))).toEqual([]);
    expect(told).toHaveLength(refusals.length);
  },
);
