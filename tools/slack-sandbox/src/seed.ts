/** The invented workspace and people with which a sandbox starts. */

export interface UserSeed {
  id: string;
  name: string;
  realName: string;
  locale?: string;
  tz?: string;
  email?: string;
  isBot?: boolean;
  /** Whether a workflow posts with this account. Such an account is a bot too. */
  isWorkflowBot?: boolean;
  isAdmin?: boolean;
  /** An owner is an admin too. */
  isOwner?: boolean;
  /** A primary owner is an owner and an admin too. */
  isPrimaryOwner?: boolean;
  /**
   * The person's own workspace, if it is not this one: the workspace of another company in a shared channel, or another
   * workspace in which the app is installed.
   */
  teamId?: string;
  /** Whether the person is a guest, of several channels or of one. */
  guest?: 'several' | 'one';
  /** Whether the account is deactivated. */
  isDeleted?: boolean;
  /** Whether `users.info` refuses with `user_not_visible`. */
  isHidden?: boolean;
  /**
   * Set for a person of the organization (`enterprise`). `teams`: the person's workspaces; by default only `teamId`.
   */
  org?: OrgSeed;
  color?: string;
}

export interface OrgSeed {
  teams?: readonly string[];
  isAdmin?: boolean;
  isOwner?: boolean;
  isPrimaryOwner?: boolean;
}

export interface ChannelSeed {
  id: string;
  name: string;
  topic?: string;
  private?: boolean;
  isArchived?: boolean;
  /** Ids of users; `bot: true` adds the app's own user. */
  members: readonly string[];
  bot?: boolean;
  /** Ids of other workspaces that share the channel; the workspaces of its members are added. */
  sharedWith?: readonly string[];
  /** Ids of workspaces that are invited to share the channel and have not accepted yet. */
  pendingWith?: readonly string[];
}

export interface UserGroupSeed {
  /** Begins with `S`. */
  id: string;
  name: string;
  handle: string;
  isDisabled?: boolean;
  /** Ids of users; by default every full member of the workspace. */
  members?: readonly string[];
}

export const defaultUsers: readonly UserSeed[] = [
  {
    id: 'U0NOURA',
    name: 'noura',
    realName: 'Noura Example',
    locale: 'ar-SA',
    tz: 'Asia/Riyadh',
    email: 'noura@sandbox.example',
    color: '#8a4b9e',
  },
  {
    id: 'U0SAMIR',
    name: 'samir',
    realName: 'Samir Sample',
    locale: 'en-US',
    tz: 'Asia/Riyadh',
    email: 'samir@sandbox.example',
    color: '#1f7a8c',
  },
  {
    id: 'U0IDRIS',
    name: 'idris',
    realName: 'Idris Integration',
    locale: 'en-GB',
    tz: 'Europe/London',
    email: 'idris@sandbox.example',
    color: '#b5543a',
  },
  {
    id: 'U0AMAL',
    name: 'amal',
    realName: 'Amal Admin',
    locale: 'ar-SA',
    tz: 'Asia/Riyadh',
    email: 'amal@sandbox.example',
    isAdmin: true,
    color: '#3d6b35',
  },
  {
    id: 'U0GHADA',
    name: 'ghada',
    realName: 'Ghada Guest',
    locale: 'ar-SA',
    tz: 'Asia/Riyadh',
    email: 'ghada@visitor.example',
    guest: 'one',
    color: '#a0762c',
  },
  {
    id: 'U0OMAR',
    name: 'omar',
    realName: 'Omar Outsider',
    locale: 'en-GB',
    tz: 'Asia/Dubai',
    email: 'omar@agency.example',
    teamId: 'T0AGENCY',
    color: '#7a3b52',
  },
];

const everyone = ['U0NOURA', 'U0SAMIR', 'U0IDRIS'];

export const defaultChannels: readonly ChannelSeed[] = [
  { id: 'C0SALES', name: 'sales', topic: 'Leads of all branches', members: everyone, bot: true },
  { id: 'C0RIYADH', name: 'sales-riyadh', topic: 'Riyadh showrooms', members: ['U0NOURA', 'U0SAMIR'], bot: true },
  {
    id: 'C0INTEGRATION',
    name: 'integration',
    topic: 'Feeds, errors and the DMS',
    members: ['U0IDRIS', 'U0SAMIR', 'U0AMAL'],
    bot: true,
  },
  { id: 'C0RANDOM', name: 'random', topic: 'The app is not a member here', members: everyone },
  { id: 'C0OLDSALES', name: 'sales-2024', topic: 'Archived', members: everyone, bot: true, isArchived: true },
  {
    id: 'C0GUESTONLY',
    name: 'guest-only',
    topic: 'The only channel of a guest',
    members: ['U0GHADA', 'U0SAMIR', 'U0AMAL'],
    bot: true,
  },
  {
    id: 'C0AGENCY',
    name: 'with-agency',
    topic: 'Shared with another company: Invented Agency',
    members: ['U0NOURA', 'U0SAMIR', 'U0AMAL', 'U0OMAR'],
    bot: true,
  },
  {
    id: 'G0MANAGERS',
    name: 'managers',
    topic: 'Private',
    private: true,
    members: ['U0SAMIR', 'U0IDRIS', 'U0AMAL'],
    bot: true,
  },
];

export const defaultUserGroups: readonly UserGroupSeed[] = [
  { id: 'S0EVERYONE', name: 'Everyone on leads', handle: 'leads-team' },
  { id: 'S0MANAGERS', name: 'Sales managers', handle: 'sales-managers', members: ['U0SAMIR', 'U0AMAL'] },
];
