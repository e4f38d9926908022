import { expect, test } from 'vitest';
import { startBot } from '../testing/bot-context-fixtures.ts';
import { deliverBeside, send, setUpBotDelivery, store, workspace } from '../testing/bot-delivery-fixtures.ts';

setUpBotDelivery();

test.each(['socket', 'http'] as const)(
  'over %s: once the app is removed nothing is sent, and everything waits for a token that works',
  async (over) => {
    await using bot = await startBot({ over, uninstalled: (reason) => store.uninstalls.mark(workspace, reason) });
    const delivering = deliverBeside(bot);
    const posted = () => bot.slack.ledger().map(({ text }) => text);
    await send(`${over} one`);
    await expect.poll(posted).toEqual([`${over} one`]);

    bot.slack.control.uninstall();
    // Slack reports the removal twice: for the app, and for its token.
    const heard = () => bot.log.lines.filter(({ event }) => event === 'workspace.uninstalled');
    await expect.poll(() => heard().length).toBe(2);
    const calls = () =>
      bot.slack.traffic.entries().filter(({ name, direction }) => direction === 'in' && name === 'chat.postMessage');
    const before = calls().length;
    await send(`${over} two`);
    // Once the workspace is blocked, a second post would have arrived if there were one.
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    expect(posted()).toEqual([`${over} one`]);

    bot.slack.control.install();
    expect(calls()).toHaveLength(before);
    await store.deliveries.unblock(workspace);
    await send(`${over} three`);
    await expect.poll(posted).toEqual([`${over} one`, `${over} two`, `${over} three`]);
    await delivering.stop();
  },
);
