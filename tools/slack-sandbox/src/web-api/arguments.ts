/** Reads a method's arguments, and refuses invalid ones in Slack's words. */
import { isRecord, parseJson, scalar, type Json } from '../json.ts';
import type { Channel, Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { SlackRefusal } from '../refusal.ts';

export function required(args: Json, name: string, error = 'invalid_arguments'): string {
  const value = scalar(args[name]);
  if (value === undefined || value === '') {
    throw new SlackRefusal(error, { response_metadata: { messages: [`[ERROR] missing required field: ${name}`] } });
  }
  return value;
}

export function optional(args: Json, name: string): string | undefined {
  const value = scalar(args[name]);
  return value === '' ? undefined : value;
}

/** Reads an argument that is JSON: a string in urlencoded bodies, a value in JSON bodies. */
export function nested(args: Json, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value.trim() === '') return undefined;
  const parsed = parseJson(value);
  if (parsed === undefined)
    throw new SlackRefusal(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments', badJson(name));
  return parsed;
}

function badJson(name: string): Json {
  return { response_metadata: { messages: [`[ERROR] failed to parse JSON [json-pointer:/${name}]`] } };
}

export function nestedRecord(args: Json, name: string): Json | undefined {
  const value = nested(args, name);
  if (value !== undefined && !isRecord(value)) throw new SlackRefusal('invalid_arguments', badJson(name));
  return value;
}

export function count(args: Json, name: string, standard: number, most: number): number {
  const given = optional(args, name);
  if (given === undefined) return standard;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new SlackRefusal('invalid_limit');
  return Math.min(value, most);
}

export function person(world: World, id: string): Person {
  const found = world.people.users.get(id);
  if (found === undefined) throw new SlackRefusal('user_not_found');
  return found;
}

/**
 * Returns a channel that the app can see: any public channel, and others of which the app is a member. A user id stands
 * for the direct message with that user.
 */
export function channelFor(world: World, key: string): Channel {
  const found = /^[UW]/.test(key) ? world.people.dm(key) : world.people.findChannel(key);
  if (found === undefined) throw new SlackRefusal('channel_not_found');
  if (found.kind !== 'public' && !found.members.has(world.settings.botUserId))
    throw new SlackRefusal('channel_not_found');
  return found;
}

export function memberChannel(world: World, key: string): Channel {
  const channel = channelFor(world, key);
  if (!channel.members.has(world.settings.botUserId)) throw new SlackRefusal('not_in_channel');
  return channel;
}

export interface Page<T> {
  items: T[];
  next: string;
}

/** Returns one page of the items. The cursor is the base64 of the offset, so callers don't depend on its form. */
export function paginate<T>(items: readonly T[], cursor: string | undefined, limit: number): Page<T> {
  let start = 0;
  if (cursor !== undefined) {
    const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
    if (match === null) throw new SlackRefusal('invalid_cursor');
    start = Number(match[1]);
  }
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), next };
}
