/**
 * For tests of acts: replicas of the real bot on one real database, with an alert, a silence and
 * two digests.
 */
import type { Message } from '@leadbell/slack-sandbox';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { plantForActs, startActingBot } from './acting-fixtures.ts';
import { type Bot, type BotOptions, textOf } from './bot-context-fixtures.ts';

export { workspace } from './acting-fixtures.ts';

export let databases: TestDatabases;
export let url: string;
export let store: Store;
export let other: Store;

/** Registers hooks that run before and after each test of the calling file. */
export function setUpReplicas(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    url = await databases.createReady();
    store = await openStore({ url });
    other = await openStore({ url });
  });
  afterAll(async () => {
    await Promise.all([store.close(), other.close()]);
    await databases.close();
  });
  beforeEach(async () => {
    await databases.empty(url);
    await plantForActs(store, (text, values) => databases.query(url, text, values));
  });
}

/** See `startActingBot`. */
export function replica(options: BotOptions = {}, its = store): Promise<Bot> {
  return startActingBot(its, options);
}

export const audited = (action: string) => async () =>
  Number(
    (await databases.query(url, 'select count(*)::int as n from audit_log where action = $1', [action]))[0]?.['n'],
  );
export const noted = audited('note');
export const posted = (bot: Bot) =>
  Promise.resolve(bot.slack.ledger().filter(({ ephemeralTo }) => ephemeralTo === undefined).length);
/** The number of messages in the outbox, without notices to the new owner of an alert. */
export const sent = async () =>
  Number((await databases.query(url, "select count(*)::int as n from outbox where kind <> 'notice'"))[0]?.['n']);

export const open = () => databases.query(url, 'select id from inbox where done_at is null');
export const allDone = () => expect.poll(open).toEqual([]);
export const sentences = (bot: Bot) =>
  bot
    .seen()
    .filter(({ ephemeralTo }) => ephemeralTo !== undefined)
    .map(textOf);

/** Posts a message from the bot that contains the alert's menu. */
export async function postAlertMenu(bot: Bot): Promise<Message> {
  const options = ['note', 'snooze', 'acknowledge'].map((what) => ({
    text: { type: 'plain_text', text: what },
    value: `${what} 1`,
  }));
  const menu = { type: 'overflow', action_id: 'leads.alert', options };
  await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: 'C0SALES',
      text: 'An alert',
      blocks: [{ type: 'actions', block_id: 'en:1:1', elements: [menu] }],
    }),
  });
  return bot.said(/An alert/);
}
