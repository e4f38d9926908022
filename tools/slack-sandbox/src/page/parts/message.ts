/** Draws a message: author, time, content (blocks, otherwise text), files, reactions, replies. */
import type { VNode } from 'preact';
import { Blocks } from '../blocks/block.ts';
import type { PageMessage, PageUser } from '../protocol.ts';
import { send } from '../server.ts';
import { SurfaceContext, useNewSurface } from '../surface.ts';
import { h, tag } from '../tag.ts';
import { formatWith, shortTime } from '../text/date-format.ts';
import { emojiText } from '../text/draw-inline.ts';
import { Mrkdwn } from '../text/draw-text.ts';
import { readerOf, useWords, useWorld } from '../world.ts';
import { Avatar } from './avatar.ts';
import { FileCard } from './file-card.ts';
import { Shortcuts } from './shortcuts.ts';

const noBlocks: readonly unknown[] = [];
const quickReactions = ['white_check_mark', 'eyes', 'raised_hands'];

interface MessageProps {
  message: PageMessage;
  /** Whether the message continues the one before it, and is drawn without a header. */
  joined: boolean;
  onThread?: (ts: string) => void;
}

function Body({ message }: { message: PageMessage }): VNode {
  const { channel, ts, text } = message;
  const say = useWords();
  const blocks = message.blocks ?? noBlocks;
  const surface = useNewSurface('message', { message: { channel, ts } }, blocks);
  const children =
    blocks.length > 0
      ? h(Blocks, { blocks })
      : tag('div.text', null, h(Mrkdwn, { text }), message.edited ? tag('span.edited', null, ` ${say.edited}`) : null);
  return h(SurfaceContext.Provider, { value: surface, children });
}

function Reactions({ message }: { message: PageMessage }): VNode | null {
  const world = useWorld();
  const user = world.known.me.id;
  if (message.reactions.length === 0) return null;
  return tag(
    'div.reactions',
    null,
    ...message.reactions.map(({ name, users }) => {
      const who = users.map((id) => world.users.get(id)?.realName ?? id).join(', ');
      const props = {
        type: 'button',
        'aria-pressed': String(users.includes(user)),
        'aria-label': `${name.replaceAll('_', ' ')}: ${who}`,
        title: `${who}: :${name}:`,
        onClick: () => void send('react', { user, channel: message.channel, ts: message.ts, name }),
      };
      return tag('button.reaction', props, tag('span.emoji', null, emojiText(name)), ` ${users.length}`);
    }),
  );
}

function HoverBar({ message, onThread }: MessageProps): VNode | null {
  const { known } = useWorld();
  const say = useWords();
  if (message.ephemeral) return null;
  const { channel, ts } = message;
  return tag(
    'div.hover-bar',
    { role: 'toolbar', 'aria-label': 'Message actions' },
    ...quickReactions.map((name) =>
      tag(
        'button',
        {
          type: 'button',
          'aria-label': `React with ${name.replaceAll('_', ' ')}`,
          onClick: () => void send('react', { user: known.me.id, channel, ts, name }),
        },
        emojiText(name),
      ),
    ),
    onThread === undefined
      ? null
      : tag(
          'button',
          { type: 'button', 'aria-label': say.replyInThread, title: say.replyInThread, onClick: () => onThread(ts) },
          '💬',
        ),
    h(Shortcuts, { message: { channel, ts } }),
  );
}

const unknownUser: Omit<PageUser, 'id' | 'realName'> = {
  name: '',
  locale: 'en-US',
  tz: 'UTC',
  isBot: false,
  kind: 'member',
  color: '#5b6770',
};

export function Message({ message, joined, onThread }: MessageProps): VNode {
  const world = useWorld();
  const say = useWords();
  const user = world.users.get(message.user) ?? { ...unknownUser, id: message.user, realName: message.user };
  const ms = Number(message.ts) * 1000;
  const reader = readerOf(world);
  const time = formatWith(reader, { hour: 'numeric', minute: '2-digit' }, ms);
  const fullTime = formatWith(reader, { dateStyle: 'full', timeStyle: 'medium' }, ms);
  const isoTime = Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
  const clock = tag('time', { datetime: isoTime, title: fullTime }, time);
  const { replyCount, files = [] } = message;
  return tag(
    'div.message',
    {
      role: 'listitem',
      class: `${joined ? 'joined' : ''} ${message.ephemeral ? 'ephemeral' : ''}`,
      'data-ts': message.ts,
    },
    message.ephemeral
      ? tag('div.only-you', null, tag('span', { 'aria-hidden': 'true' }, '👁\u{FE0E}'), say.onlyYou)
      : null,
    tag(
      'div.message-row',
      null,
      tag(
        'div.gutter',
        null,
        joined ? tag('time', { datetime: isoTime, title: fullTime }, shortTime(reader, ms)) : h(Avatar, { user }),
      ),
      tag(
        'div.message-main',
        null,
        joined
          ? null
          : tag(
              'div.message-head',
              null,
              tag('strong.author', { dir: 'auto' }, user.realName),
              user.isBot ? tag('span.app-badge', null, say.appBadge) : null,
              clock,
            ),
        h(Body, { message }),
        ...files.map((file) => h(FileCard, { key: file.id, file })),
        h(Reactions, { message }),
        replyCount > 0 && onThread !== undefined
          ? tag('button.replies', { type: 'button', onClick: () => onThread(message.ts) }, say.replies(replyCount))
          : null,
      ),
    ),
    h(HoverBar, { message, joined, ...(onThread === undefined ? {} : { onThread }) }),
  );
}
