/**
 * Changes people and the members of channels while the sandbox runs, and notifies the pages that may show the change.
 */
import { pageChannel } from './page-state.ts';
import { SlackRefusal } from './refusal.ts';
import type { UserSeed } from './seed.ts';
import { isVisibleTo, type Channel } from './state/people.ts';
import { personFrom } from './state/person.ts';
import type { World } from './world.ts';

/** `guest: null`: the person is no longer a guest. */
export type PersonChange = Partial<Omit<UserSeed, 'id' | 'guest'>> & { guest?: 'several' | 'one' | null };

export function changePerson(world: World, userId: string, change: PersonChange): void {
  const before = world.people.users.get(userId);
  if (before === undefined) throw new SlackRefusal('user_not_found');
  const { guest, org, ...rest } = { ...before, ...change };
  const seed: UserSeed = { ...rest, ...(guest === null ? {} : { guest }), ...(org === null ? {} : { org }) };
  world.people.users.set(userId, personFrom(seed, world.settings.team.id));
  world.bus.publish({ type: 'reload' }, null);
}

export function changeMember(world: World, userId: string, channelId: string, isIn: boolean): void {
  const channel = world.people.channels.get(channelId);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (!world.people.users.has(userId)) throw new SlackRefusal('user_not_found');
  if (isIn) channel.members.add(userId);
  else channel.members.delete(userId);
  announceChannel(world, channel);
  // The person now sees the messages of the channel, or no longer sees them.
  world.bus.publish({ type: 'reload' }, [userId]);
}

/** Notifies the pages of everyone who sees the channel. */
export function announceChannel(world: World, channel: Channel): void {
  const { team } = world.settings;
  const seenBy = [...world.people.users.values()].filter((user) => isVisibleTo(channel, user, team.id));
  world.bus.publish(
    { type: 'channel', channel: pageChannel(channel) },
    seenBy.map(({ id }) => id),
  );
}
