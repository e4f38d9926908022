import { expect, it } from 'vitest';
import { manifest, startBot } from '../testing/bot-context-fixtures.ts';
import { deliverBeside, send, setUpBotDelivery, store, workspace } from '../testing/bot-delivery-fixtures.ts';

setUpBotDelivery();

const counts = () => store.outbox.counts(0 as never);

/** The manifest without the history scopes, but with the event. */
function withEvents(): unknown {
  const {
    oauth_config: oauth,
    settings,
    ...rest
  } = structuredClone(manifest) as {
    oauth_config: { scopes: { bot: string[] } };
    settings: object;
  };
  const bot = [...oauth.scopes.bot.filter((scope) => !scope.endsWith(':history')), 'metadata.message:read'];
  const events = { event_subscriptions: { bot_events: ['message_metadata_posted'] } };
  return { ...rest, oauth_config: { scopes: { bot } }, settings: { ...settings, ...events } };
}

it('Slack’s event confirms a post when history is unreadable; until then the message counts as perhaps posted', async () => {
  await using bot = await startBot({
    sandbox: { manifest: withEvents() },
    onPosted: (id, posted) => store.deliveries.confirm(id, posted),
  });
  bot.slack.faults.add({ kind: 'drop-after-commit', method: 'chat.postMessage' });
  bot.slack.faults.add({ kind: 'error-500', method: 'chat.postMessage' });
  await send('one', 'two', 'three');
  const delivering = deliverBeside(bot, { graceMs: 1_500 });
  await expect.poll(counts).toMatchObject({ pending: 0, sending: 0, sent: 2, dead: 1 });
  expect(bot.slack.ledger().map(({ text }) => text)).toEqual(['one', 'three']);
  expect(await store.outbox.dead(10)).toMatchObject([{ key: 'two', reason: 'perhaps posted (missing_scope)' }]);
  await store.deliveries.confirm(workspace, { key: 'two', ts: '9.000001', version: 1, conversation: 'C0SALES' });
  expect(await counts()).toMatchObject({ sent: 3, dead: 0 });
  await delivering.stop();
});
