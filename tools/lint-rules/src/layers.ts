/**
 * The layers inside each package, from bottom to top. An import, a type import too, goes down or stays in its own folder; files of one layer that lie
 * directly in `src` are one folder. The longest path holds a file. Pure. Source: `docs/decisions/0013-architecture.md`.
 */
import { holds } from './places.ts';

export interface Layers {
  readonly project: string;
  /** Folders and files under `src`; those of one layer don't know each other. */
  readonly layers: readonly (readonly string[])[];
  /** Arrows that go up or sideways today (`from -> to`): exact, so that a new one fails, and one that is gone leaves this list. */
  readonly knownUpward?: readonly string[];
}

export const layers: readonly Layers[] = [
  {
    project: 'apps/slackbot',
    layers: [
      // What all stand on.
      ['log.ts', 'clock.ts', 'failure.ts', 'log-error.ts', 'words'],
      ['queries'],
      ['subscriptions'],
      // From leads to what a person reads.
      ['reports'],
      ['cards', 'settings'],
      ['settings.ts'],
      // Words to a query, and Slack's surfaces in.
      ['commands'],
      ['delivery'],
      ['bot'],
      // One folder a feature. Subscriptions offer what the others can tell.
      [
        'features/leads',
        'features/alerts',
        'features/digest',
        'features/new-leads',
        'features/status',
        'features/language',
        'features/help',
      ],
      ['features/replay', 'features/subscriptions'],
      ['features/index.ts'],
      // Where events become alerts, cards and digests.
      ['watch', 'jobs'],
      ['engine.ts'],
      ['main.ts'],
    ],
  },
  {
    project: 'apps/cli',
    layers: [
      ['errors.ts', 'nearest.ts', 'text.ts', 'why.ts', 'settings.ts', 'only-file.ts'],
      ['command.ts', 'key-text.ts', 'learned.ts', 'status-json.ts', 'stuck.ts', 'database.ts', 'help.ts'],
      ['commands', 'run.ts'],
      ['main.ts'],
    ],
  },
  {
    project: 'libs/domain',
    layers: [['order.ts', 'version.ts', 'text'], ['time'], ['leads'], ['alerts'], ['health'], ['index.ts']],
  },
  {
    project: 'libs/leads-api',
    layers: [
      // What the house sees, without its making.
      ['config.ts', 'errors.ts', 'leads-api.ts', 'retry-after.ts'],
      // Bytes to leads.
      [
        ...filesOf('bulk-reader byte-cutter cut cut-types decode exact-numbers gaps lead-scanner plain-lead'),
        ...filesOf('problem stretch text-cutter vocabulary walker wire'),
      ],
      // One request.
      ['auth.ts', 'habit-memory.ts', 'observed-fetch.ts', 'request.ts', 'read-state.ts'],
      // One answer.
      ['answer-watch.ts', 'read-answer.ts', 'read-once.ts'],
      // A whole window, however the DMS cuts it.
      ['pieces.ts', 'merge.ts', 'compare.ts', 'read-window.ts'],
      ['create-leads-api.ts'],
      ['index.ts'],
    ],
  },
  {
    project: 'libs/store',
    layers: [
      ['errors.ts', 'config.ts'],
      // The contract: what the house sees of the database.
      [
        ...filesOf('alerts audit bulks connections counters delivery health history inbox keys listen outages'),
        ...filesOf('outbox people retention set-aside store subscriptions summaries transaction digest-requests'),
      ],
      // The SQL behind it.
      ['connection.ts', 'pool.ts', 'ready.ts', 'repeat.ts', 'migrations'],
      ['tables'],
      ['schema'],
      ['backup', 'key'],
      ['open-store.ts'],
      ['embedded-server.ts'],
      ['testing-renewal.ts'],
      ['index.ts', 'testing.ts'],
    ],
  },
  {
    project: 'tools/slack-sandbox',
    layers: [
      ['json.ts', 'refusal.ts', 'seed.ts', 'page'],
      ['state', 'manifest.ts', 'traffic.ts', 'conditions.ts', 'faults.ts', 'rate-limit.ts', 'bus.ts', 'settings.ts'],
      ['blocks', 'delivery', 'inspector.ts', 'coverage.ts'],
      ['world.ts'],
      ['page-state.ts', 'interactions/event.ts'],
      ['conversation.ts', 'view-stack.ts'],
      ['web-api'],
      ['interactions'],
      ['control.ts', 'http'],
      ['server.ts', 'sandbox.ts', 'options.ts'],
      ['index.ts'],
      ['main.ts', 'page-kitchen-sink.ts'],
    ],
  },
  {
    project: 'tools/torture',
    layers: [
      ['tally.ts', 'safeguards.ts', 'results.ts', 'scenario.ts', 'table.ts'],
      ['verdicts'],
      ['rig'],
      ['writer.ts', 'arena.ts', 'break-database.ts', 'kill-bots.ts'],
      ['scenarios'],
      ['main.ts'],
    ],
  },
];

/** The folder or file of a package's table that a file is in. */
export interface Place {
  readonly entry: string;
  /** 0 is the bottom. */
  readonly height: number;
  /** `src` for a file that lies directly in it. */
  readonly folder: string;
}

/** Undefined: the file is in no layer. */
export function placeOf({ project, layers }: Layers, file: string): Place | undefined {
  return layers
    .flatMap((entries, height) => entries.map((entry) => ({ entry, height })))
    .filter(({ entry }) => holds(`${project}/src/${entry}`, file))
    .toSorted((a, b) => b.entry.length - a.entry.length)
    .map(({ entry, height }) => ({ entry, height, folder: /^[^/]+\.ts$/.test(entry) ? 'src' : entry }))[0];
}

/** Does an import between two places of a package go up, or to a neighbour of the same layer? */
export function isUpward(from: Place, to: Place): boolean {
  return to.height > from.height || (to.height === from.height && to.folder !== from.folder);
}

function filesOf(names: string): string[] {
  return names.split(' ').map((name) => `${name}.ts`);
}
