/**
 * For tests: makes Noura another kind of person, because the other fixtures read and press as
 * Noura. Her channels stay the same.
 */
import { defaultUsers, type SandboxOptions, type UserSeed } from '@leadbell/slack-sandbox';

/**
 * The workspaces of other people: a second one that the bot serves, and one of a company that it
 * does not serve.
 */
export const otherTeams = { second: 'T0SECOND', agency: 'T0AGENCY' } as const;

const changes = {
  member: {},
  admin: { isAdmin: true },
  owner: { isOwner: true },
  'primary-owner': { isPrimaryOwner: true },
  guest: { guest: 'several' },
  'single-channel-guest': { guest: 'one' },
  /**
   * A person from another company in a shared channel: their presses arrive, their commands do not.
   */
  outsider: { teamId: otherTeams.agency },
  /** A person of a second workspace that the bot serves. */
  'second-workspace': { teamId: otherTeams.second },
  /** A person of two workspaces of an organization, this one and another. */
  'org-member': { teamId: otherTeams.second, org: { teams: [otherTeams.second, 'T0SANDBOX'] } },
  /** A person whom Slack refuses to describe. */
  unknown: { isHidden: true },
} as const satisfies Readonly<Record<string, Partial<UserSeed>>>;

export type Asker = keyof typeof changes;

export const askers = Object.keys(changes) as readonly Asker[];

/** The sandbox's options in which Noura is this kind of person. */
export function sandboxWith(asker: Asker, sandbox: SandboxOptions): SandboxOptions {
  if (asker === 'member') return sandbox;
  const users = sandbox.users ?? defaultUsers;
  return {
    ...sandbox,
    users: users.map((user) => (user.name === 'noura' ? { ...user, ...changes[asker] } : user)),
    ...(asker === 'org-member'
      ? { enterprise: { id: 'E0GROUP', name: 'Invented Group', teams: [otherTeams.second] } }
      : {}),
  };
}
