/** Draws a channel's messages, grouped by author and separated by days, with the latest in view. */
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageChannel, PageMessage } from '../protocol.ts';
import { h, tag, type Children } from '../tag.ts';
import { dayOf, formatWith, nearDay } from '../text/date-format.ts';
import { channelTitle, readerOf, useWords, useWorld } from '../world.ts';
import { Message } from './message.ts';

const pageOfMessages = 200;
const joinedWithinSeconds = 300;
const nearBottomPx = 120;

/** Whether the message follows another message of its author, and so needs no header. */
function continues(message: PageMessage, before: PageMessage | undefined): boolean {
  if (before === undefined || before.user !== message.user) return false;
  // An ephemeral message is never grouped.
  return !before.ephemeral && !message.ephemeral && Number(message.ts) - Number(before.ts) < joinedWithinSeconds;
}

/** A row is drawn again only when the message, its header or the reader changes. */
function Row({
  message,
  joined,
  onThread,
  reader,
}: {
  message: PageMessage;
  joined: boolean;
  onThread: (ts: string) => void;
  reader: string;
}): VNode {
  return useMemo(() => h(Message, { message, joined, onThread }), [message, joined, reader]);
}

/** Returns all messages except replies that are only in threads. */
function topLevel(messages: readonly PageMessage[], channel: string): readonly PageMessage[] {
  return messages.filter((one) => one.channel === channel && (one.threadTs === undefined || one.threadTs === one.ts));
}

/** Keeps the end in view, also when a picture loads or the window changes. Returns a function that stops it. */
function stayAtBottom(element: HTMLElement | null, atBottom: { readonly current: boolean }): (() => void) | undefined {
  if (element === null) return undefined;
  const observer = new ResizeObserver(() => {
    if (atBottom.current) element.scrollTop = element.scrollHeight;
  });
  observer.observe(element);
  if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
  return () => observer.disconnect();
}

export function MessageList({ channel, onThread }: { channel: PageChannel; onThread: (ts: string) => void }): VNode {
  const world = useWorld();
  const { known } = world;
  const say = useWords();
  const [most, setMost] = useState(pageOfMessages);
  /** The last message that was there when the reader scrolled up; `null` while the end is in view. */
  const [seen, setSeen] = useState<string | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const all = useMemo(() => topLevel(known.messages, channel.id), [known.messages, channel.id]);
  const shown = all.slice(-most);

  // Runs after each drawing, because messages may also become taller. For a reader who has scrolled up, the list stays
  // where it is.
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element !== null && atBottom.current) element.scrollTop = element.scrollHeight;
  });
  useEffect(() => stayAtBottom(scroll.current, atBottom), []);

  const below = seen === null ? 0 : all.filter(({ ts, user }) => ts > seen && user !== known.me.id).length;
  function toBottom(): void {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight, behavior: 'smooth' });
  }

  function loadEarlier(): void {
    const element = scroll.current;
    const rest = element === null ? 0 : element.scrollHeight - element.scrollTop;
    atBottom.current = false;
    setMost(most + pageOfMessages);
    requestAnimationFrame(() => {
      if (element !== null) element.scrollTop = element.scrollHeight - rest;
    });
  }

  return tag(
    'div.messages',
    {
      ref: scroll,
      tabindex: 0,
      onScroll() {
        const element = scroll.current;
        if (element === null) return;
        const isBottom = element.scrollHeight - element.scrollTop - element.clientHeight < nearBottomPx;
        if (isBottom !== atBottom.current) setSeen(isBottom ? null : (all.at(-1)?.ts ?? ''));
        atBottom.current = isBottom;
      },
    },
    tag(
      'div.messages-inner',
      null,
      all.length > shown.length
        ? tag('button.button.earlier', { type: 'button', onClick: loadEarlier }, say.earlier(all.length - shown.length))
        : h(Beginning, { title: channelTitle(world, channel), channel }),
      tag('div', { role: 'list', 'aria-label': say.messages }, ...rows(shown, world, onThread)),
    ),
    below === 0 ? null : h(NewBelow, { count: below, onPress: toBottom }),
  );
}

/** Tells a reader who has scrolled up how many new messages there are. */
function NewBelow({ count, onPress }: { count: number; onPress: () => void }): VNode {
  return tag(
    'div.new-below',
    { role: 'status' },
    tag('button', { type: 'button', onClick: onPress }, `↓ ${useWords().newBelow(count)}`),
  );
}

function rows(
  shown: readonly PageMessage[],
  world: ReturnType<typeof useWorld>,
  onThread: (ts: string) => void,
): Children[] {
  const reader = readerOf(world);
  const readerKey = `${reader.locale} ${reader.tz}`;
  let before: PageMessage | undefined;
  let day = '';
  return shown.flatMap((message) => {
    const ms = Number(message.ts) * 1000;
    const today = dayOf(reader, ms);
    const newDay = today !== day;
    const joined = !newDay && continues(message, before);
    day = today;
    before = message;
    const shownDay = nearDay(reader, ms) ?? formatWith(reader, { weekday: 'long', day: 'numeric', month: 'long' }, ms);
    const row = h(Row, { key: message.ts, message, joined, onThread, reader: readerKey });
    return newDay
      ? [tag('div.day', { key: today, role: 'presentation' }, tag('span', { dir: 'auto' }, shownDay)), row]
      : [row];
  });
}

function Beginning({ title, channel }: { title: string; channel: PageChannel }): VNode {
  const { known } = useWorld();
  const say = useWords();
  const name = channel.kind === 'im' ? title : `#${title}`;
  const commands = known.commands.map(({ command }) => command).join(', ');
  return tag(
    'div.beginning',
    null,
    tag('h2', { dir: 'auto' }, name),
    tag('p', { dir: 'auto' }, channel.kind === 'im' ? say.beginningWith(title) : say.beginning(name)),
    commands === '' ? null : tag('p', { dir: 'auto' }, say.commandsHint(known.app.name, commands)),
  );
}
