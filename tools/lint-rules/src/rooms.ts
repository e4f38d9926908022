/**
 * The import rules as a table: which packages and outside libraries the files of each room may
 * import, and whether the room is pure. A file belongs to the room with the longest matching path.
 * Pure. Source: `docs/decisions/0001-layout.md`.
 */
import { holds } from './places.ts';

export interface Room {
  /** The path of a folder or file, from the root of the workspace. */
  readonly path: string;
  /** Our own packages that the room may import, without their scope. */
  readonly ours: readonly string[];
  /** Outside packages that the room may import. */
  readonly outside: readonly string[];
  /**
   * Whether the room may import `node:` modules and use clocks, timers, randomness and the environment. A room that may
   * not use them gets them as arguments.
   */
  readonly effects: 'free' | 'none' | 'node-only';
}

export const rooms: readonly Room[] = [
  // The pure core.
  { path: 'libs/domain/src', ours: [], outside: ['valibot'], effects: 'none' },
  {
    path: 'libs/domain/src/time',
    ours: [],
    outside: ['luxon', 'valibot'],
    effects: 'none',
  },
  {
    path: 'libs/domain/src/leads',
    ours: [],
    outside: ['libphonenumber-js', 'valibot'],
    effects: 'none',
  },
  { path: 'libs/i18n/src', ours: ['domain'], outside: [], effects: 'none' },
  // Everything that any app needs for Slack: cards, forms, calls and their errors.
  {
    path: 'libs/slack-kit/src',
    ours: ['domain', 'i18n'],
    outside: ['@slack/types', '@slack/web-api', 'valibot'],
    effects: 'none',
  },
  {
    path: 'libs/slack-kit/src/rendering.ts',
    ours: [],
    outside: [],
    effects: 'node-only',
  },
  { path: 'libs/slack-kit/src/transport.ts', ours: [], outside: [], effects: 'free' },
  // The only module that calls Slack's Web API.
  {
    path: 'libs/slack-kit/src/deliver.ts',
    ours: ['domain', 'i18n'],
    outside: ['@slack/types', '@slack/web-api'],
    effects: 'free',
  },
  // This file posts to the addresses that Slack gives us.
  { path: 'libs/slack-kit/src/post.ts', ours: [], outside: [], effects: 'free' },
  // For each outside system there is one package.
  { path: 'libs/leads-api/src', ours: ['domain'], outside: ['ky', 'valibot'], effects: 'node-only' },
  { path: 'libs/postgres/src', ours: [], outside: ['pg'], effects: 'free' },
  { path: 'libs/store/src', ours: ['domain', 'postgres'], outside: ['kysely', 'pg'], effects: 'free' },
  { path: 'libs/store/src/config.ts', ours: [], outside: [], effects: 'none' },
  { path: 'libs/store/src/migrations', ours: [], outside: ['kysely'], effects: 'none' },
  {
    path: 'libs/settings/src/load.ts',
    ours: ['store'],
    outside: [],
    effects: 'free',
  },
  {
    path: 'libs/settings/src',
    ours: ['domain', 'i18n', 'leads-api', 'store'],
    outside: ['@valibot/to-json-schema', 'valibot'],
    effects: 'none',
  },
  { path: 'libs/settings/src/reload.ts', ours: [], outside: [], effects: 'free' },
  { path: 'libs/jobs/src', ours: ['store'], outside: ['pg-boss'], effects: 'free' },
  { path: 'libs/testing/src', ours: ['domain'], outside: ['fast-check', 'vitest'], effects: 'free' },
  {
    path: 'apps/cli/src',
    ours: ['domain', 'jobs', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: [],
    effects: 'free',
  },
  {
    path: 'apps/cli/src/commands/digest.ts',
    ours: ['domain', 'slackbot', 'store'],
    outside: [],
    effects: 'node-only',
  },
  {
    path: 'apps/cli/src/commands/manifest.ts',
    ours: ['slackbot'],
    outside: [],
    effects: 'node-only',
  },
  // The bot has effects only in a few files at its edge.
  { path: 'apps/slackbot/src', ours: ['domain', 'leads-api', 'slack-kit'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/failure.ts', ours: ['leads-api', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/words', ours: ['domain', 'i18n', 'leads-api', 'slack-kit'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/queries', ours: ['domain'], outside: ['valibot'], effects: 'none' },
  {
    path: 'apps/slackbot/src/subscriptions',
    ours: ['domain', 'i18n', 'slack-kit', 'store'],
    outside: ['valibot'],
    effects: 'none',
  },
  {
    path: 'apps/slackbot/src/reports',
    ours: ['domain', 'i18n', 'leads-api', 'settings', 'slack-kit'],
    outside: [],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/cards', ours: ['domain', 'i18n', 'leads-api', 'slack-kit'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/commands', ours: ['domain', 'i18n', 'slack-kit'], outside: [], effects: 'none' },
  {
    path: 'apps/slackbot/src/delivery',
    ours: ['domain', 'i18n', 'slack-kit', 'store'],
    outside: ['@slack/web-api'],
    effects: 'none',
  },
  {
    path: 'apps/slackbot/src/bot',
    ours: ['domain', 'i18n', 'jobs', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: ['@slack/bolt', 'valibot'],
    effects: 'free',
  },
  {
    path: 'apps/slackbot/src/bot/inbox',
    ours: ['domain', 'i18n', 'slack-kit', 'store'],
    outside: ['valibot'],
    effects: 'none',
  },
  {
    path: 'apps/slackbot/src/features',
    ours: ['domain', 'i18n', 'jobs', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: ['@slack/bolt', 'valibot'],
    effects: 'none',
  },
  // The code that serves the health pages, on a port of its own, if one is set.
  {
    path: 'apps/slackbot/src/health',
    ours: ['domain', 'store'],
    outside: ['prom-client'],
    effects: 'free',
  },
  { path: 'apps/slackbot/src/health/traced.ts', ours: [], outside: ['@opentelemetry/api'], effects: 'none' },
  { path: 'apps/slackbot/src/health/meters.ts', ours: [], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/watch', ours: ['domain', 'leads-api', 'store'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/jobs', ours: ['domain', 'jobs', 'store'], outside: [], effects: 'none' },
  {
    path: 'apps/slackbot/src/engine.ts',
    ours: ['domain', 'jobs', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: [],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/database.ts', ours: ['store'], outside: [], effects: 'none' },
  // The process's clock.
  { path: 'apps/slackbot/src/clock.ts', ours: ['domain'], outside: [], effects: 'free' },
  {
    path: 'apps/slackbot/src/service.ts',
    ours: ['domain', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: [],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/surroundings.ts', ours: ['domain'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/workspace-access.ts', ours: ['domain', 'slack-kit'], outside: [], effects: 'none' },
  {
    path: 'apps/slackbot/src/workspace-context.ts',
    ours: ['domain', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: [],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/main.ts', ours: ['domain', 'settings', 'store'], outside: [], effects: 'free' },
  {
    path: 'apps/slackbot/src/digest-preview.ts',
    ours: ['domain', 'leads-api', 'settings', 'slack-kit', 'store'],
    outside: [],
    effects: 'none',
  },
  { path: 'apps/slackbot/src/settings-watch.ts', ours: ['settings'], outside: [], effects: 'none' },
  { path: 'apps/slackbot/src/log.ts', ours: ['settings'], outside: ['pino'], effects: 'free' },
  {
    path: 'apps/slackbot/src/testing',
    ours: ['domain', 'i18n', 'leads-api', 'slack-kit', 'store'],
    outside: ['valibot'],
    effects: 'free',
  },
  // The stand-ins share no code with the bot: otherwise they would repeat its mistakes.
  { path: 'tools/slack-sandbox/src', ours: [], outside: ['gemoji', 'rolldown', 'ws'], effects: 'free' },
  { path: 'tools/slack-sandbox/src/page', ours: [], outside: ['preact', 'gemoji-map'], effects: 'free' },
  { path: 'tools/dms-simulator/src', ours: [], outside: [], effects: 'free' },
  // These tools put the parts together, or measure them.
  {
    path: 'tools/launcher/src',
    ours: ['dms-simulator', 'settings', 'slack-sandbox'],
    outside: ['rolldown'],
    effects: 'free',
  },
  {
    path: 'tools/e2e/src',
    ours: ['dms-simulator', 'launcher', 'store', 'testing'],
    outside: ['playwright-core'],
    effects: 'free',
  },
  {
    path: 'tools/bench/src',
    ours: ['dms-simulator', 'domain', 'launcher', 'leads-api', 'slack-sandbox', 'store', 'testing'],
    outside: ['@slack/bolt', '@slack/web-api', 'pg-boss', 'playwright-core', 'ws'],
    effects: 'free',
  },
  {
    path: 'tools/torture/src',
    ours: ['dms-simulator', 'launcher', 'slack-sandbox', 'store'],
    outside: ['rolldown'],
    effects: 'free',
  },
  { path: 'tools/lint-rules/src', ours: [], outside: ['rolldown'], effects: 'free' },
  {
    path: 'tools/ship/src',
    ours: ['dms-simulator', 'domain', 'slack-sandbox', 'store'],
    outside: ['rolldown', 'rollup-plugin-sbom', 'yaml'],
    effects: 'free',
  },
];

/** Libraries that only the listed packages may import; this holds for type imports and tests too. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  luxon: ['libs/domain/src/time'],
  ky: ['libs/leads-api/src'],
  kysely: ['libs/store/src'],
  pg: ['libs/postgres/src', 'libs/store/src'],
  'pg-boss': ['libs/jobs/src', 'tools/bench/src'],
  'libphonenumber-js': ['libs/domain/src/leads'],
  pino: ['apps/slackbot/src/log.ts'],
  '@opentelemetry/api': ['apps/slackbot/src/health/traced.ts', 'apps/slackbot/src/health/traced.test.ts'],
  'prom-client': ['apps/slackbot/src/health/prometheus.ts'],
  'playwright-core': ['tools/slack-sandbox/src', 'tools/e2e/src', 'tools/bench/src'],
};

/** Libraries that a package uses internally, and that must not appear in its public types. */
export const privateInside: readonly { readonly project: string; readonly libraries: readonly string[] }[] = [
  { project: 'libs/domain', libraries: ['luxon', 'libphonenumber-js'] },
  { project: 'libs/leads-api', libraries: ['ky'] },
  { project: 'libs/store', libraries: ['kysely', 'pg'] },
  { project: 'libs/jobs', libraries: ['pg-boss'] },
];

/** Returns the room of a file: the one with the longest path that matches. */
export function roomOf(file: string): Room | undefined {
  return rooms.filter((room) => holds(room.path, file)).toSorted((a, b) => b.path.length - a.path.length)[0];
}
