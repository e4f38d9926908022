import { fakeClock } from '@leadbell/testing';
import { expect, test } from 'vitest';
import type { LogFields } from '../log.ts';
import { type Card, type Delivery, problemOf, renderMessage, SlackRefusal } from '@leadbell/slack-kit';
import { addressOf, createReply } from './reply.ts';
import type { Address } from './reply.ts';

const card: Card = { summary: 'Today', direction: 'ltr', parts: [{ kind: 'text', text: [{ words: 'Today' }] }] };
const clockStart = '2025-08-24T12:00:00Z';

function replyOf(
  manner: Address['manner'],
  refuse: (use: number) => string | null = () => null,
  url = 'https://hooks.slack.com/1',
) {
  const clock = fakeClock(clockStart);
  const sent: string[] = [];
  const logged: string[] = [];
  let uses = 0;
  const delivery = {
    takes: (url: string) => url.startsWith('https://hooks.slack.com/'),
    respond: (_url: string, message: { blocks: readonly { type: string }[] }, { replace }: { replace: boolean }) => {
      uses += 1;
      const code = refuse(uses);
      if (code !== null) return Promise.reject(new SlackRefusal(problemOf(code)));
      sent.push(`${replace ? 'replace' : 'add'} ${message.blocks[0]?.type}`);
      return Promise.resolve();
    },
    whisper: () => {
      sent.push('whisper');
      return Promise.resolve();
    },
  } as unknown as Delivery;
  const note = (_: LogFields, event: string) => void logged.push(event);
  const log = { debug: note, info: note, warn: note, error: note };
  const reply = createReply({
    delivery,
    render: (said) => renderMessage(said, { tag: 'en', more: String }),
    renderView: () => ({ type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] }),
    address: addressOf(url, { channel: 'C1', user: 'U1' }, manner, { delivery, now: clock.now, log }),
    now: clock.now,
    log,
  });
  return { reply, sent, logged, clock };
}

test.each([
  ['in-place', ['replace rich_text', 'replace rich_text']],
  ['follow', ['add rich_text', 'replace rich_text']],
  ['new', ['add rich_text', 'add rich_text']],
] as const)('two replies in the manner %s add or replace messages', async (manner, expected) => {
  const { reply, sent } = replyOf(manner);
  await reply.say(card);
  await reply.say(card);
  expect(sent).toEqual(expected);
});

test('a response_url of another host is ignored, and the log says so', async () => {
  const { reply, sent, logged } = replyOf('follow', () => null, 'https://evil.example/1');
  expect(reply.address.url).toBeNull();
  await reply.say(card);
  expect({ sent, logged }).toEqual({ sent: ['whisper'], logged: ['respond.foreign'] });
});

test('a reply uses its response_url five times, and then Slack’s API', async () => {
  const { reply, sent } = replyOf('new');
  for (let n = 0; n < 7; n += 1) await reply.say(card);
  expect(sent.filter((how) => how === 'whisper')).toHaveLength(2);
  expect(sent).toHaveLength(7);
});

test('a reply uses its response_url for half an hour, and then Slack’s API', async () => {
  const { reply, sent, clock } = replyOf('new');
  await clock.tick(28 * 60_000);
  await reply.say(card);
  await clock.tick(2 * 60_000);
  await reply.say(card);
  expect(sent).toEqual(['add rich_text', 'whisper']);
});

test.each(['used_url', 'internal_error', 'ratelimited', 'channel_not_found'])(
  'after the error %s of the response_url the reply is sent with Slack’s API',
  async (code) => {
    const { reply, sent, logged } = replyOf('new', () => code);
    await reply.say(card);
    expect(sent).toEqual(['whisper']);
    expect(logged).toEqual(['respond.refused']);
  },
);

test('the reply is plain text when Slack refuses the blocks', async () => {
  const { reply, sent } = replyOf('in-place', (use) => (use === 1 ? 'invalid_blocks' : null));
  await reply.say(card);
  expect(sent).toEqual(['replace section']);
});
