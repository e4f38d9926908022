/**
 * The layers inside each package, from bottom to top. An import, including a type import, goes down
 * or stays in its own folder; files of one layer directly in `src` count as one folder. The longest
 * matching path decides a file's layer. Pure. Source: `docs/decisions/0013-architecture.md`.
 */
import { holds } from './places.ts';

export interface Layers {
  readonly project: string;
  /** Folders and files under `src`. Within a layer, they may not import each other. */
  readonly layers: readonly (readonly string[])[];
  /**
   * The imports that still go up or sideways (`from -> to`). The list must be exact: the check fails for an import that
   * is not listed, and for an entry whose import no longer exists.
   */
  readonly knownUpward?: readonly string[];
}

export const layers: readonly Layers[] = [
  {
    project: 'apps/slackbot',
    layers: [
      // Every other layer may use these files.
      [
        'log.ts',
        'clock.ts',
        'within.ts',
        'failure.ts',
        'log-error.ts',
        'words',
        'health/meters.ts',
        'health/traced.ts',
      ],
      ['queries'],
      ['subscriptions'],
      // Turn leads into readable text.
      ['reports'],
      ['cards'],
      // `commands` turns typed words into a query; `delivery` and `bot` speak with Slack.
      ['commands'],
      ['delivery'],
      ['bot'],
      // Each feature has a folder. `replay` and `subscriptions` show messages of these features, so they are one layer
      // higher.
      [
        'features/leads',
        'features/alerts',
        'features/audit',
        'features/forget',
        'features/digest',
        'features/new-leads',
        'features/status',
        'features/language',
        'features/help',
      ],
      ['features/replay', 'features/subscriptions'],
      // `home` shows facts and rows of other features.
      ['features/home'],
      ['features/index.ts'],
      // Turn events into alerts, cards and digests.
      ['watch', 'jobs'],
      ['database.ts', 'engine.ts', 'health'],
      // Put the parts of the process together.
      ['workspace-access.ts', 'surroundings.ts'],
      ['workspace-context.ts'],
      ['settings-watch.ts', 'service.ts', 'digest-preview.ts'],
      ['main.ts'],
    ],
  },
  {
    project: 'apps/cli',
    layers: [
      [
        'errors.ts',
        'csv.ts',
        'nearest.ts',
        'text.ts',
        'why.ts',
        'settings.ts',
        'options.ts',
        'progress.ts',
        'block-text.ts',
      ],
      [
        'command.ts',
        'forget-text.ts',
        'installation-text.ts',
        'instant-in.ts',
        'privacy-report.ts',
        'key-text.ts',
        'learned.ts',
        'fetched.ts',
        'status-json.ts',
        'stuck.ts',
        'database.ts',
        'dms-client.ts',
        'help.ts',
      ],
      ['doctor'],
      ['commands', 'run.ts'],
      ['program.ts'],
      ['main.ts'],
    ],
  },
  {
    project: 'libs/domain',
    layers: [
      ['order.ts', 'version.ts', 'text'],
      ['redact'],
      ['time'],
      ['leads'],
      ['access'],
      ['alerts'],
      ['health'],
      ['index.ts'],
    ],
  },
  {
    project: 'libs/leads-api',
    layers: [
      // The public interface, without its implementation.
      ['config.ts', 'errors.ts', 'leads-api.ts', 'lasting-signal.ts', 'retry-after.ts'],
      // Turn bytes into leads.
      [
        ...filesOf('bulk-reader bulk-text byte-cutter cut-types error-texts exact-numbers gaps lead-scanner'),
        ...filesOf('plain-lead problem short-pieces stretch utf8-body vocabulary walked-bytes walker wire'),
      ],
      // Make one request.
      ['auth.ts', 'habit-memory.ts', 'observed-fetch.ts', 'request.ts', 'read-state.ts'],
      // Read one answer.
      ['answer-watch.ts', 'read-answer.ts', 'read-once.ts'],
      // Read a whole window, in as many requests as the DMS needs.
      ['pieces.ts', 'merge.ts', 'compare.ts', 'read-window.ts'],
      ['create-leads-api.ts'],
      ['index.ts'],
    ],
  },
  {
    project: 'libs/settings',
    layers: [
      ['names.ts', 'nearest.ts', 'access.ts', 'alerts.ts', 'aliases.ts', 'calendar.ts', 'links.ts', 'retention.ts'],
      ['config-schema.ts'],
      ['types.ts', 'schema.ts'],
      ['resolve.ts'],
      ['settings.ts'],
      ['load.ts'],
      ['reload.ts'],
      ['index.ts'],
    ],
  },
  {
    project: 'libs/store',
    layers: [
      ['errors.ts', 'config.ts', 'decision.ts'],
      // The public interface of the database.
      [
        ...filesOf(
          'alerts audit bulks connections counters delivery health history inbox installations uninstalls keys listen outages',
        ),
        ...filesOf('outbox people persons retention set-aside store subscriptions summaries transaction'),
        ...filesOf('digest-requests homes lead-sets sent-messages shares seen-values words'),
      ],
      // Implement the interface in SQL.
      ['connection.ts', 'pool.ts', 'ready.ts', 'repeat.ts', 'migrations'],
      ['tables'],
      ['schema'],
      ['backup', 'key'],
      ['open-store.ts', 'inspect-database.ts'],
      ['drill.ts'],
      ['embedded-server.ts'],
      ['testing-history.ts', 'testing-kept.ts', 'testing-renewal.ts'],
      ['index.ts', 'testing.ts'],
    ],
  },
  {
    project: 'tools/slack-sandbox',
    layers: [
      ['json.ts', 'refusal.ts', 'seed.ts', 'page'],
      ['director.ts'],
      ['state', 'manifest.ts', 'traffic.ts', 'conditions.ts', 'faults.ts', 'rate-limit.ts', 'bus.ts', 'settings.ts'],
      ['blocks', 'delivery', 'inspector.ts', 'coverage.ts'],
      ['world.ts'],
      ['sharing.ts'],
      ['page-state.ts', 'interactions/event.ts'],
      ['conversation.ts', 'membership.ts', 'view-stack.ts'],
      ['web-api'],
      ['interactions'],
      ['control.ts', 'http'],
      ['ask.ts', 'server.ts', 'sandbox.ts', 'options.ts'],
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

/** The layer that a file is in, and the table's entry (folder or file) that puts it there. */
export interface Place {
  readonly entry: string;
  /** The number of the layer; 0 is the bottom. */
  readonly height: number;
  /** The entry's folder; `src` for a file directly in `src`. */
  readonly folder: string;
}

/** Returns undefined when the file is in no layer. */
export function placeOf({ project, layers }: Layers, file: string): Place | undefined {
  return layers
    .flatMap((entries, height) => entries.map((entry) => ({ entry, height })))
    .filter(({ entry }) => holds(`${project}/src/${entry}`, file))
    .toSorted((a, b) => b.entry.length - a.entry.length)
    .map(({ entry, height }) => ({ entry, height, folder: /^[^/]+\.ts$/.test(entry) ? 'src' : entry }))[0];
}

/** Whether an import inside a package goes up, or to another folder of the same layer. */
export function isUpward(from: Place, to: Place): boolean {
  return to.height > from.height || (to.height === from.height && to.folder !== from.folder);
}

function filesOf(names: string): string[] {
  return names.split(' ').map((name) => `${name}.ts`);
}
