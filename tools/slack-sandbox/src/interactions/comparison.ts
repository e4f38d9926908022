/**
 * Compares people side by side: one person of each kind tries the same command or press, and the page shows the answers
 * that each of them got. Each attempt works, or is refused, as on the person's own page.
 */
import { elementsOf } from '../blocks/elements.ts';
import { record, text } from '../json.ts';
import { pageChannel, pageMessage, pageUser, pageView } from '../page-state.ts';
import type { PageComparison, PagePress, PageSight } from '../page/protocol.ts';
import type { Comparison } from '../state/comparison.ts';
import type { Message } from '../state/messages.ts';
import type { Channel, Person } from '../state/people.ts';
import { kindOf } from '../state/person.ts';
import { SlackRefusal } from '../refusal.ts';
import { showViews } from '../view-stack.ts';
import type { World } from '../world.ts';
import { act } from './action.ts';
import { say } from './say.ts';

export type Attempt =
  /** Without a channel, each person uses a channel of their own. */
  { text: string; channel?: string } | { press: Omit<PagePress, 'label'> };

const mostShown = 3;
const mostPresses = 40;

/** Resolves when the app has acknowledged, or failed to acknowledge, each attempt. */
export async function compare(world: World, attempt: Attempt): Promise<void> {
  world.comparison?.stop();
  const wanted = 'press' in attempt ? attempt.press.channel : attempt.channel;
  const people = onePerKind(world, wanted);
  const notices = new Map<string, string[]>();
  const stop = world.bus.subscribe((event, to) => {
    if (event.type !== 'notice') return;
    for (const id of to ?? []) notices.set(id, [...(notices.get(id) ?? []), event.text]);
  });
  const tries: Comparison['tries'] = new Map(people.map(({ id }) => [id, { channel: null, error: null }]));
  world.comparison = { since: world.ts.next(), tries, notices, stop };
  for (const person of people) showViews(world, person.id, []);
  await Promise.all(
    people.map(async (person) => {
      const channel = wanted ?? ownChannel(world, person)?.id;
      tries.set(person.id, { channel: channel ?? null, error: null });
      tries.set(person.id, { channel: channel ?? null, error: await tryIt(world, person, channel, attempt) });
      // Sends the comparison to the pages again, because an attempt that only gets an error causes no other event.
      world.bus.publish({ type: 'compared' }, null);
    }),
  );
}

async function tryIt(
  world: World,
  person: Person,
  channel: string | undefined,
  attempt: Attempt,
): Promise<string | null> {
  if (channel === undefined) return 'not_in_channel';
  try {
    if ('text' in attempt) return await say(world, person.id, channel, attempt.text);
    const { ts, blockId, actionId } = attempt.press;
    const action = { action_id: actionId, block_id: blockId };
    return await act(world, person.id, { message: { channel, ts } }, action, undefined);
  } catch (error) {
    if (error instanceof SlackRefusal) return error.code;
    throw error;
  }
}

/**
 * Returns the state of the comparison. Before the first comparison, the state has the app's latest messages that each
 * person can see.
 */
export function comparisonOf(world: World): PageComparison {
  return {
    sights: shownPeople(world).map((person) => sightOf(world, person)),
    channels: appChannels(world).map(pageChannel),
    presses: pressesOf(world),
  };
}

function sightOf(world: World, person: Person): PageSight {
  const { comparison } = world;
  const tried = comparison?.tries.get(person.id);
  const since = comparison?.since ?? '';
  const seen = [...world.people.channels.values()]
    .filter(({ members }) => members.has(person.id))
    .flatMap(({ id }) => world.messages.inChannel(id, person.id))
    .filter(({ botId, ts, threadTs }) => botId !== undefined && threadTs === undefined && ts > since)
    .toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  return {
    user: pageUser(world, person),
    channel: tried?.channel ?? null,
    error: tried?.error ?? null,
    notices: comparison?.notices.get(person.id) ?? [],
    messages: seen.slice(-mostShown).map((message) => pageMessage(world, message)),
    views: world.views.stack(person.id).map(pageView),
  };
}

/** Returns the people who tried; before the first comparison, one person of each kind. */
function shownPeople(world: World): Person[] {
  const tried = [...(world.comparison?.tries.keys() ?? [])].flatMap((id) => world.people.users.get(id) ?? []);
  return tried.length > 0 ? tried : onePerKind(world);
}

/**
 * Returns one person of each kind: the first who is in `channel`. Without `channel`, it is the first who is in any
 * channel with the app. If there is none, it is the first person of that kind.
 */
function onePerKind(world: World, channel?: string): Person[] {
  const isThere = (person: Person): boolean =>
    channel === undefined
      ? ownChannel(world, person) !== undefined
      : world.people.channels.get(channel)?.members.has(person.id) === true;
  const found = new Map<string, Person>();
  for (const person of world.people.users.values()) {
    const kind = kindOf(person, world.settings.team.id);
    if (person.isBot || person.isDeleted) continue;
    const before = found.get(kind);
    if (before === undefined || (!isThere(before) && isThere(person))) found.set(kind, person);
  }
  return [...found.values()];
}

function appChannels(world: World): Channel[] {
  return [...world.people.channels.values()].filter(
    ({ kind, isArchived, members }) => kind !== 'im' && !isArchived && members.has(world.settings.botUserId),
  );
}

function ownChannel(world: World, person: Person): Channel | undefined {
  return appChannels(world).find(({ members }) => members.has(person.id));
}

/** Returns the buttons of the app's messages in channels, those of the latest message first. */
function pressesOf(world: World): PagePress[] {
  const messages = appChannels(world)
    .flatMap(({ id }) => world.messages.inChannel(id))
    .filter(({ botId, subtype }) => botId !== undefined && subtype !== 'tombstone')
    .toSorted((a, b) => (a.ts < b.ts ? 1 : -1));
  return messages.flatMap((message) => buttonsOf(world, message)).slice(0, mostPresses);
}

/** Removes direction marks, because a mark that lost its partner would change the direction of the rest of the line. */
function plainStart(words: string): string {
  return words
    .replaceAll(/[\u200E\u200F\u2066-\u2069]/g, '')
    .slice(0, 60)
    .toWellFormed();
}

function buttonsOf(world: World, message: Message): PagePress[] {
  const channel = world.people.channels.get(message.channel)?.name ?? message.channel;
  return [...elementsOf(message.blocks ?? [])].flatMap(({ blockId, element }) => {
    const label = text(record(element['text'])['text']);
    if (element['type'] !== 'button' || label === undefined) return [];
    return [
      {
        channel: message.channel,
        ts: message.ts,
        blockId,
        actionId: text(element['action_id']) ?? '',
        label: `${label} — #${channel}: ${plainStart(message.text)}`,
      },
    ];
  });
}
