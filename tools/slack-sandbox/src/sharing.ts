/** Finds out with which other workspaces a channel is shared, in Slack's terms. Pure. */
import type { Json } from './json.ts';
import type { Channel } from './state/people.ts';
import { belongsTo } from './state/person.ts';
import type { World } from './world.ts';

/** Returns the other workspaces that share a channel: those of its members, and those given at the start. */
function otherTeams(world: World, channel: Channel): readonly string[] {
  const own = world.settings.team.id;
  const ofMembers = [...channel.members].flatMap((id) => {
    const member = world.people.users.get(id);
    return member === undefined || belongsTo(member, own) ? [] : [member.teamId];
  });
  return [...new Set([...channel.sharedWith, ...ofMembers])].filter((team) => team !== own);
}

/** Whether a channel is shared with another company: a workspace outside of the organization. */
export function isExtShared(world: World, channel: Channel): boolean {
  const { enterprise } = world.settings;
  return otherTeams(world, channel).some((team) => enterprise?.teams.includes(team) !== true);
}

export function sharingOf(world: World, channel: Channel): Json {
  const { team, enterprise } = world.settings;
  const others = otherTeams(world, channel);
  const isOrgTeam = (id: string): boolean => enterprise?.teams.includes(id) === true;
  const sharing: Json = {
    is_shared: others.length > 0,
    is_ext_shared: isExtShared(world, channel),
    is_org_shared: others.some(isOrgTeam),
    is_pending_ext_shared: channel.pendingWith.length > 0,
    pending_shared: [...channel.pendingWith],
    pending_connected_team_ids: [...channel.pendingWith],
    shared_team_ids: [team.id, ...others],
  };
  if (others.length === 0) return sharing;
  return {
    ...sharing,
    conversation_host_id: team.id,
    internal_team_ids: [team.id, ...others.filter(isOrgTeam)],
    connected_team_ids: others.filter((id) => !isOrgTeam(id)),
  };
}
