/** Common parts of interaction payloads and commands, in Slack's terms. */
import type { Json } from '../json.ts';
import type { Channel, Person } from '../state/people.ts';
import { belongsTo } from '../state/person.ts';
import type { ResponseTarget, Trigger } from '../state/tickets.ts';
import type { World } from '../world.ts';
import { verificationToken } from './event.ts';

export function issueTrigger(world: World, trigger: Trigger): string {
  return world.tickets.triggers.issue(trigger);
}

export function issueResponseUrl(world: World, target: ResponseTarget, kind: 'commands' | 'actions'): string {
  return `${world.origin}/${kind}/${world.settings.team.id}/${world.tickets.responses.issue(target)}`;
}

/**
 * `team` is the app's workspace for a message, and the person's own for a view. A view also has the app's workspace, as
 * `app_installed_team_id`.
 */
export function interactionBase(world: World, user: Person, place: 'message' | 'view'): Json {
  const { team, appId } = world.settings;
  const isOwn = belongsTo(user, team.id);
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: isOwn ? team.id : user.teamId },
    api_app_id: appId,
    token: verificationToken,
    team:
      place === 'message' || isOwn
        ? { id: team.id, domain: team.domain }
        : { id: user.teamId, domain: user.teamId.toLowerCase() },
    ...organizationOf(world),
  };
}

function organizationOf({ settings: { enterprise } }: World): Json {
  return {
    enterprise: enterprise === null ? null : { id: enterprise.id, name: enterprise.name },
    is_enterprise_install: false,
  };
}

/** Returns the channel's name. In commands and actions, only public channels have their real names. */
export function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
