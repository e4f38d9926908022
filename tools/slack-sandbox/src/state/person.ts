/** A person of the sandbox, and what they are in this workspace. Pure. */
import type { PersonKind } from '../page/protocol.ts';
import type { UserSeed } from '../seed.ts';

export interface Person {
  id: string;
  name: string;
  realName: string;
  locale: string;
  tz: string;
  email: string;
  isBot: boolean;
  isWorkflowBot: boolean;
  /** Owners are admins too, and the primary owner is an owner. */
  isAdmin: boolean;
  isOwner: boolean;
  isPrimaryOwner: boolean;
  /** The person's own workspace. */
  teamId: string;
  guest: 'several' | 'one' | null;
  isDeleted: boolean;
  isHidden: boolean;
  /** Set in an organization (Enterprise Grid): all workspaces of the person, and their rights in it. */
  org: { teams: readonly string[]; isAdmin: boolean; isOwner: boolean; isPrimaryOwner: boolean } | null;
  color: string;
}

export function personFrom(seed: UserSeed, team: string): Person {
  const isPrimaryOwner = seed.isPrimaryOwner === true;
  const isOwner = isPrimaryOwner || seed.isOwner === true;
  const teamId = seed.teamId ?? team;
  return {
    id: seed.id,
    name: seed.name,
    realName: seed.realName,
    locale: seed.locale ?? 'en-US',
    tz: seed.tz ?? 'UTC',
    email: seed.email ?? `${seed.name}@sandbox.example`,
    isBot: seed.isBot === true || seed.isWorkflowBot === true,
    isWorkflowBot: seed.isWorkflowBot === true,
    isAdmin: isOwner || seed.isAdmin === true,
    isOwner,
    isPrimaryOwner,
    teamId,
    guest: seed.guest ?? null,
    isDeleted: seed.isDeleted === true,
    isHidden: seed.isHidden === true,
    org:
      seed.org === undefined
        ? null
        : {
            teams: seed.org.teams ?? [teamId],
            isAdmin: seed.org.isAdmin === true || seed.org.isOwner === true || seed.org.isPrimaryOwner === true,
            isOwner: seed.org.isOwner === true || seed.org.isPrimaryOwner === true,
            isPrimaryOwner: seed.org.isPrimaryOwner === true,
          },
    color: seed.color ?? '#5a6270',
  };
}

/** Whether this is a workspace of the person; people of an organization may have several. */
export function belongsTo(person: Person, team: string): boolean {
  return person.teamId === team || person.org?.teams.includes(team) === true;
}

export function kindOf(person: Person, team: string): PersonKind {
  if (person.isWorkflowBot) return 'workflow';
  if (person.isBot) return 'bot';
  if (person.isDeleted) return 'deactivated';
  if (!belongsTo(person, team)) return 'outsider';
  if (person.guest !== null) return person.guest === 'one' ? 'single-channel-guest' : 'guest';
  if (person.isOwner) return 'owner';
  return person.isAdmin ? 'admin' : 'member';
}
