/**
 * Tests acts while the database is slow or gone, or while the bot stops. Each act is acknowledged in time, and then
 * either refused with a message or performed later, but never dropped silently.
 */
import { describe, expect, test } from 'vitest';
import { firstPatienceMs } from '../gate.ts';
import { writeWithinMs } from './inbox.ts';
import { type Bot, textOf } from '../../testing/bot-context-fixtures.ts';
import {
  allDone,
  audited,
  databases,
  other,
  postAlertMenu,
  posted,
  replica,
  url,
  setUpReplicas,
} from '../../testing/replica-fixtures.ts';

setUpReplicas();

const note = (value: string) => ({ note: { note: { type: 'plain_text_input', value } } });

async function lockInbox() {
  const locked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const held = other.transaction(async (tx) => {
    await other.raw(tx).execute('lock table inbox in access exclusive mode');
    locked.resolve();
    await gate.promise;
  });
  await locked.promise;
  return { held, letGo: () => gate.resolve() };
}

async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const { server } = databases;
  await databases.query(server.url, `alter database ${name} allow_connections false`);
  await databases.query(server.url, 'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
    name,
  ]);
  await work();
  await databases.query(server.url, `alter database ${name} allow_connections true`);
}

async function noteForm(bot: Bot) {
  await bot.slack.control.say('noura', 'sales', '/leads alerts 1');
  await bot.said(/Alert 1/);
  const message = await postAlertMenu(bot);
  await bot.slack.control.selectOption('noura', message, 'leads.alert', 'note 1');
  return bot.view(/Note/);
}

describe('a database that is slow or gone', () => {
  test('while the database is slow, an act is acknowledged in time, refused with a message, and not performed later', async () => {
    await using bot = await replica({ refusesLateActs: true });
    const { held, letGo } = await lockInbox();
    // The act is acknowledged without an error while the database is still slow, within Slack's three seconds.
    expect(firstPatienceMs + writeWithinMs).toBeLessThan(3_000);
    expect(await bot.slack.control.say('noura', 'sales', '/leads note 1 the branch was renamed')).toBeNull();
    await bot.said(/nothing was done\. Please try again/);
    await bot.slack.control.say('noura', 'sales', '/leads today');
    await bot.said(/25 leads/);
    letGo();
    await held;
    await expect.poll(() => databases.query(url, 'select id from inbox')).toEqual([]);
    expect(await audited('note')()).toBe(0);
    await bot.slack.control.say('noura', 'sales', '/leads note 1 the branch was renamed');
    await expect.poll(audited('note')).toBe(1);
  });

  test('while the database is gone, a form stays open with its input; it is accepted when the database is back', async () => {
    await using bot = await replica();
    const form = await noteForm(bot);
    await withoutDatabase(async () => {
      const refused = await bot.slack.control.submitView('noura', form, note('the branch was renamed'));
      expect(refused).toMatchObject({ ok: false, errors: { note: expect.stringMatching(/nothing was done/) } });
      expect(bot.slack.control.views('noura').map(({ id }) => id)).toEqual([form.id]);
      expect(await bot.slack.control.say('noura', 'sales', '/leads unsubscribe 1')).toBeNull();
      await bot.said(/nothing was done/);
    });
    expect(await bot.slack.control.submitView('noura', form, note('the branch was renamed'))).toMatchObject({
      ok: true,
    });
    await expect.poll(audited('note')).toBe(1);
    expect(await audited('remove')()).toBe(0);
  });

  test('if the database goes away during an act, the act is performed when the database is back', async () => {
    await using bot = await replica();
    bot.dms.hold = true;
    await bot.slack.control.say('noura', 'sales', '/leads today --share');
    await expect.poll(() => bot.dms.held.length).toBe(1);
    await withoutDatabase(async () => {
      bot.dms.held[0]?.release();
      bot.dms.hold = false;
      await bot.log.line('act.waits');
    });
    await bot.slack.control.waitFor(() => bot.slack.ledger().some(({ ephemeralTo }) => ephemeralTo === undefined));
    await allDone();
    expect(await posted(bot)).toBe(1);
  });
});

describe('when the bot is stopped', () => {
  test('a person who waits for a list is asked to try again; a share that has begun is finished by the next process', async () => {
    await using first = await replica();
    first.dms.hold = true;
    await first.slack.control.say('noura', 'sales', '/leads today');
    await first.slack.control.say('samir', 'sales', '/leads yesterday --share');
    await expect.poll(() => first.dms.held.length).toBe(2);
    await first.app.stop(0);
    const told = (who: string) => first.slack.control.messages('sales', { as: who }).map(textOf).join('');
    expect(told('noura')).toContain('This was stopped before the DMS answered. Try again.');
    expect(told('samir')).toContain('It will finish this when it is back.');
    expect(await posted(first)).toBe(0);
    await using next = await replica({ beside: first }, other);
    await expect.poll(() => posted(next)).toBe(1);
    await allDone();
  });
});
