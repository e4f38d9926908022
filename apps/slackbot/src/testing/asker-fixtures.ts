/**
 * For tests: who asks. Noura, as whom the other fixtures read and press, becomes the chosen kind of
 * person; her channels stay the same.
 */
import { defaultUsers, type SandboxOptions, type UserSeed } from '@leadbell/slack-sandbox';

/** In which another of our workspaces, and a company that we do not serve, have their people. */
export const otherTeams = { second: 'T0SECOND', agency: 'T0AGENCY' } as const;

const changes = {
  member: {},
  admin: { isAdmin: true },
  owner: { isOwner: true },
  'primary-owner': { isPrimaryOwner: true },
  guest: { guest: 'several' },
  'single-channel-guest': { guest: 'one' },
  /** A person of another company in a shared channel: presses arrive, commands do not. */
  outsider: { teamId: otherTeams.agency },
  /** A person of a second workspace that the bot serves. */
  'second-workspace': { teamId: otherTeams.second },
  /** A person of two workspaces of an organization, this one and another. */
  'org-member': { teamId: otherTeams.second, org: { teams: [otherTeams.second, 'T0SANDBOX'] } },
  /** Slack does not say what the person is. */
  unknown: { isHidden: true },
} as const satisfies Readonly<Record<string, Partial<UserSeed>>>;

export type Asker = keyof typeof changes;

export const askers = Object.keys(changes) as readonly Asker[];

/** The sandbox's options with Noura as that person. */
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
