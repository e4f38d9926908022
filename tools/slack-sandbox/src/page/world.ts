/** The context for drawing: people, the reader, and the session's actions. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageChannel, PageUser } from './protocol.ts';
import type { Session } from './session.ts';
import type { Reader } from './text/date-format.ts';
import { type PageWords, wordsFor } from './words.ts';

export interface World extends Session {
  users: ReadonlyMap<string, PageUser>;
  channels: ReadonlyMap<string, PageChannel>;
}

export const WorldContext = createContext<World | null>(null);

export function useWorld(): World {
  const world = useContext(WorldContext);
  if (world === null) throw new Error('drawn outside the page');
  return world;
}

export function useWords(): PageWords {
  return wordsFor(useWorld().known.me.locale);
}

export function readerOf(world: World): Reader {
  const { locale, tz } = world.known.me;
  return { locale, tz, now: Date.now() };
}

export function channelTitle(world: World, channel: PageChannel): string {
  if (channel.kind !== 'im') return channel.name;
  const { app } = world.known;
  // In the sandbox, a person's only direct message is with the app.
  const other = channel.withUser === world.known.me.id ? app.botUserId : channel.withUser;
  return other === app.botUserId ? app.name : (world.users.get(other ?? '')?.realName ?? channel.name);
}
