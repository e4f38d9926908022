/** Draws the thread pane: a message, its replies, and a composer. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageChannel } from '../protocol.ts';
import { h, tag } from '../tag.ts';
import { channelTitle, useWords, useWorld } from '../world.ts';
import { Composer } from './composer.ts';
import { Message } from './message.ts';

export function Thread({ channel, ts, onClose }: { channel: PageChannel; ts: string; onClose: () => void }): VNode {
  const world = useWorld();
  const { messages } = world.known;
  const say = useWords();
  const here = messages.filter((message) => message.channel === channel.id);
  const root = here.find((message) => message.ts === ts);
  const replies = here.filter((message) => message.threadTs === ts && message.ts !== ts);
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => scroll.current?.scrollTo({ top: scroll.current.scrollHeight }), [replies.length]);
  return tag(
    'aside.thread',
    {
      'aria-label': say.thread,
      onKeyDown(event: KeyboardEvent) {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      },
    },
    tag(
      'header.top-bar',
      null,
      tag(
        'div.channel-words',
        null,
        tag('h2.channel-name', null, say.thread),
        tag('div.topic', { dir: 'auto' }, channelTitle(world, channel)),
      ),
      tag('button.icon-button', { type: 'button', 'aria-label': say.closeThread, onClick: onClose }, '✕'),
    ),
    tag(
      'div.thread-scroll',
      { ref: scroll },
      tag(
        'div',
        { role: 'list', 'aria-label': say.repliesTitle },
        root === undefined ? tag('div.closed', null, say.deleted) : h(Message, { message: root, joined: false }),
        replies.length === 0 ? null : tag('div.reply-count', { role: 'presentation' }, say.replies(replies.length)),
        ...replies.map((message) => h(Message, { key: message.ts, message, joined: false })),
      ),
    ),
    channel.isArchived ? null : h(Composer, { channel: channel.id, threadTs: ts, label: say.replyToThread }),
  );
}
