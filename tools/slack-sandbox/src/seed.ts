/** The invented workspace that a sandbox starts with. All people are fictional. */

export interface UserSeed {
  id: string;
  name: string;
  realName: string;
  locale?: string;
  tz?: string;
  email?: string;
  isBot?: boolean;
  isAdmin?: boolean;
  /**
   * The person's own workspace, if it is another one: a member of another company in a shared
   * channel.
   */
  teamId?: string;
  /** A guest of several channels, or of one. */
  guest?: 'several' | 'one';
  /** The account is deactivated. */
  isDeleted?: boolean;
  color?: string;
}

export interface ChannelSeed {
  id: string;
  name: string;
  topic?: string;
  private?: boolean;
  isArchived?: boolean;
  /** User ids; the app's own is added by `bot: true`. */
  members: readonly string[];
  bot?: boolean;
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
    isAdmin: true,
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
];

const everyone = defaultUsers.map((user) => user.id);

export const defaultChannels: readonly ChannelSeed[] = [
  { id: 'C0SALES', name: 'sales', topic: 'Leads of all branches', members: everyone, bot: true },
  { id: 'C0RIYADH', name: 'sales-riyadh', topic: 'Riyadh showrooms', members: ['U0NOURA', 'U0SAMIR'], bot: true },
  {
    id: 'C0INTEGRATION',
    name: 'integration',
    topic: 'Feeds, errors and the DMS',
    members: ['U0IDRIS', 'U0SAMIR'],
    bot: true,
  },
  { id: 'C0RANDOM', name: 'random', topic: 'The app is not a member here', members: everyone },
  { id: 'C0OLDSALES', name: 'sales-2024', topic: 'Archived', members: everyone, bot: true, isArchived: true },
  { id: 'G0MANAGERS', name: 'managers', topic: 'Private', private: true, members: ['U0SAMIR', 'U0IDRIS'], bot: true },
];
