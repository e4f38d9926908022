/**
 * The house's import rules as a table: which room may reach which of our packages, which outside libraries, and whether it is pure.
 * A file belongs to the room with the longest matching path. Pure. Source: `docs/decisions/0001-layout.md`.
 */
export interface Room {
  /** Folder or file, from the workspace's root. */
  readonly path: string;
  /** Packages of ours it may import, without the scope. */
  readonly ours: readonly string[];
  /** Outside packages it may import. */
  readonly outside: readonly string[];
  /** May it import `node:` modules and touch clocks, timers, randomness, the environment? `time-and-data-in` rooms take those as arguments. */
  readonly effects: 'free' | 'none' | 'node-only';
  /** Sibling rooms it must not reach by a relative path. */
  readonly never?: readonly string[];
}

export const rooms: readonly Room[] = [
  // The pure core.
  { path: 'libs/domain/src', ours: [], outside: ['valibot'], effects: 'none' },
  {
    path: 'libs/domain/src/time',
    ours: [],
    outside: ['luxon', 'valibot'],
    effects: 'none',
    never: ['libs/domain/src/leads'],
  },
  {
    path: 'libs/domain/src/leads',
    ours: [],
    outside: ['libphonenumber-js', 'valibot'],
    effects: 'none',
    never: ['libs/domain/src/alerting'],
  },
  {
    path: 'libs/domain/src/alerting',
    ours: [],
    outside: ['valibot'],
    effects: 'none',
    never: ['libs/domain/src/leads'],
  },
  // One door to each outside thing.
  { path: 'libs/leads-api/src', ours: ['domain'], outside: ['ky', 'valibot'], effects: 'node-only' },
  { path: 'libs/store/src', ours: ['domain'], outside: ['kysely', 'pg'], effects: 'free' },
  { path: 'libs/store/src/config.ts', ours: [], outside: [], effects: 'none' },
  { path: 'libs/store/src/migrations', ours: [], outside: ['kysely'], effects: 'none' },
  { path: 'libs/jobs/src', ours: ['store'], outside: ['pg-boss'], effects: 'free' },
  { path: 'libs/testing/src', ours: ['domain'], outside: ['fast-check', 'vitest'], effects: 'free' },
  { path: 'apps/cli/src', ours: ['domain', 'jobs', 'store'], outside: [], effects: 'free' },
  // The bot: effects at its edge only.
  { path: 'apps/slackbot/src', ours: ['domain', 'leads-api'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/engine.ts', ours: ['domain', 'jobs', 'leads-api', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/subscriptions', ours: ['domain', 'store'], outside: ['valibot'], effects: 'none' },
  { path: 'apps/slackbot/src/alerts', ours: ['domain', 'leads-api', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/new-leads', ours: ['domain', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/people', ours: ['domain', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/jobs', ours: ['domain', 'jobs', 'leads-api', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/watch', ours: ['domain', 'leads-api', 'store'], outside: [], effects: 'none' },
  // The process's clock.
  { path: 'apps/slackbot/src/clock.ts', ours: ['domain'], outside: [], effects: 'free' },
  { path: 'apps/slackbot/src/main.ts', ours: ['domain', 'leads-api', 'store'], outside: [], effects: 'free' },
  { path: 'apps/slackbot/src/settings', ours: ['domain', 'leads-api', 'store'], outside: ['valibot'], effects: 'none' },
  {
    path: 'apps/slackbot/src/settings.ts',
    ours: ['domain', 'leads-api', 'store'],
    outside: ['valibot'],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/log.ts', ours: [], outside: ['pino'], effects: 'free' },
  {
    path: 'apps/slackbot/src/asks',
    ours: ['domain'],
    outside: ['valibot'],
    effects: 'none',
    never: ['apps/slackbot/src/answers', 'apps/slackbot/src/commands'],
  },
  { path: 'apps/slackbot/src/commands', ours: ['domain', 'leads-api'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/inbox', ours: ['domain', 'store'], outside: ['valibot'], effects: 'none' },
  {
    path: 'apps/slackbot/src/listeners',
    ours: ['domain', 'leads-api', 'store'],
    outside: ['@slack/bolt', '@slack/types', 'valibot'],
    effects: 'free',
  },
  {
    path: 'apps/slackbot/src/slack/search.ts',
    ours: ['domain', 'store'],
    outside: [],
    effects: 'none',
  },
  {
    path: 'apps/slackbot/src/slack/outbound.ts',
    ours: ['store'],
    outside: ['@slack/web-api'],
    effects: 'free',
  },
  // The one way out to Slack's Web API.
  {
    path: 'apps/slackbot/src/slack/deliver.ts',
    ours: ['domain'],
    outside: ['@slack/bolt', '@slack/types', '@slack/web-api'],
    effects: 'free',
  },
  {
    path: 'apps/slackbot/src/slack',
    ours: ['domain'],
    outside: ['@slack/bolt', '@slack/types', '@slack/web-api'],
    effects: 'none',
  },
  // The stand-ins share nothing with us: one that did would agree with our mistakes.
  { path: 'tools/slack-sandbox/src', ours: [], outside: ['gemoji', 'ws'], effects: 'free' },
  { path: 'tools/slack-sandbox/src/page', ours: [], outside: ['preact', 'gemoji-map'], effects: 'free' },
  { path: 'tools/dms-simulator/src', ours: [], outside: [], effects: 'free' },
  // What puts things together and measures them.
  { path: 'tools/launcher/src', ours: ['dms-simulator', 'slack-sandbox'], outside: [], effects: 'free' },
  {
    path: 'tools/e2e/src',
    ours: ['dms-simulator', 'launcher', 'slack-sandbox'],
    outside: ['playwright-core'],
    effects: 'free',
  },
  {
    path: 'tools/bench/src',
    ours: ['dms-simulator', 'domain', 'launcher', 'leads-api', 'slack-sandbox', 'store'],
    outside: ['@slack/bolt', '@slack/web-api', 'playwright-core', 'ws'],
    effects: 'free',
  },
  {
    path: 'tools/torture/src',
    ours: ['dms-simulator', 'launcher', 'slack-sandbox', 'store'],
    outside: [],
    effects: 'free',
  },
  { path: 'tools/lint-rules/src', ours: [], outside: ['rolldown'], effects: 'free' },
];

/** Libraries with one door, tests included: nobody else may import them, not even as a type. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  luxon: ['libs/domain/src/time'],
  ky: ['libs/leads-api/src'],
  kysely: ['libs/store/src'],
  pg: ['libs/store/src'],
  'pg-boss': ['libs/jobs/src'],
  'libphonenumber-js': ['libs/domain/src/leads'],
  pino: ['apps/slackbot/src/log.ts'],
  'playwright-core': ['tools/slack-sandbox/src', 'tools/e2e/src', 'tools/bench/src'],
};

/** Libraries that must not appear in the public types of a package that has them inside. */
export const privateInside: readonly { readonly project: string; readonly libraries: readonly string[] }[] = [
  { project: 'libs/domain', libraries: ['luxon', 'libphonenumber-js'] },
  { project: 'libs/leads-api', libraries: ['ky'] },
  { project: 'libs/store', libraries: ['kysely', 'pg'] },
  { project: 'libs/jobs', libraries: ['pg-boss'] },
];

/** The room a file is in: the longest path that holds it. */
export function roomOf(file: string): Room | undefined {
  return rooms
    .filter((room) => file === room.path || file.startsWith(`${room.path}/`) || file === `${room.path}.ts`)
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}
