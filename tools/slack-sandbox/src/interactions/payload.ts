/** Common parts of interaction payloads and commands, in Slack's terms. */
import type { Json } from '../json.ts';
import type { Channel, Person } from '../state/people.ts';
import type { ResponseTarget, Trigger } from '../state/tickets.ts';
import type { World } from '../world.ts';
import { verificationToken } from './event.ts';

export function issueTrigger(world: World, trigger: Trigger): string {
  return world.tickets.triggers.issue(trigger);
}

export function issueResponseUrl(world: World, target: ResponseTarget, kind: 'commands' | 'actions'): string {
  return `${world.origin}/${kind}/${world.settings.team.id}/${world.tickets.responses.issue(target)}`;
}

export function interactionBase(world: World, user: Person): Json {
  const { team, appId } = world.settings;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: appId,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Commands and actions name only public channels. */
export function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
