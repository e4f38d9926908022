/** `leadbell privacy [--from <time>] [--to <time>] [--json]`, and `leadbell privacy --since <time> [--json|--csv]` */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Instant } from '@leadbell/domain';
import {
  auditKinds,
  type AuditKind,
  type AuditReader,
  type AuditRecord,
  type Erasure,
  type Store,
} from '@leadbell/store';
import type { Command, Context } from '../command.ts';
import { auditCells, auditColumns, csvLine, plainEntry } from '../csv.ts';
import { withStore } from '../database.ts';
import { UsageError } from '../errors.ts';
import { instantIn } from '../instant-in.ts';
import { type PrivacyReport, privacyJson, privacyText } from '../privacy-report.ts';
import { columns, counted, indented, iso, time } from '../text.ts';

const form = 'leadbell privacy [--from <time>] [--to <time>] [--json], or --since <time> [--json|--csv]';
const usualMs = 30 * 86_400_000;
const erasuresShown = 20;
/** Entries are read and printed in batches of this size. */
const batch = 1_000;

export const privacy: Command = {
  verb: 'privacy',
  usage: [
    { form: 'privacy', does: 'which field of a lead goes where, how long rows are kept, who saw how much in 30 days' },
    { form: 'privacy --from <time> --to <time>', does: 'the same, for another time; --json makes it machine-readable' },
    { form: 'privacy --since <time>', does: 'for a breach: everything recorded since then; also --json or --csv' },
  ],
  async run(args, context) {
    const { from, to, since, json = false, csv = false } = parsed(args);
    if (json && csv) throw new UsageError('Choose --json or --csv');
    if (since === undefined && csv) throw new UsageError('--csv is for --since: leadbell privacy --since <time> --csv');
    if (since !== undefined && (from ?? to) !== undefined) throw new UsageError('Choose --since, or --from and --to');
    const format = json ? 'json' : csv ? 'csv' : 'text';
    await withStore(context, async (store) => {
      const now = await store.now();
      if (since !== undefined) return printPack({ from: instantIn('--since', since), to: now, format }, store, context);
      const until = to === undefined ? now : instantIn('--to', to);
      const begin = from === undefined ? ((until - usualMs) as Instant) : instantIn('--from', from);
      const report = await readReport(store, { now, from: begin, to: until }, context);
      context.print(json ? JSON.stringify(privacyJson(report), null, 2) : privacyText(report));
    });
  },
};

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args: [...args], options: { from: text, to: text, since: text, json: flag, csv: flag } }).values;
  } catch {
    throw new UsageError(`Usage: ${form}`);
  }
}

async function readReport(
  store: Store,
  times: Pick<PrivacyReport, 'now' | 'from' | 'to'>,
  { bot }: Context,
): Promise<PrivacyReport> {
  const [kept, readers, erasures] = await Promise.all([
    store.kept(),
    store.audit.readers(times),
    store.persons.erasures(erasuresShown),
  ]);
  return { ...times, retention: bot().retention, kept, readers, erasures };
}

interface Pack {
  readonly from: Instant;
  readonly to: Instant;
  readonly format: 'text' | 'json' | 'csv';
}

interface Head {
  readonly readers: readonly AuditReader[];
  readonly erasures: readonly Erasure[];
}

/** `refused`: every refused attempt, whatever was tried. `acts`: every entry that fits no other kind. */
type PackKind = AuditKind | 'acts';

async function printPack(pack: Pack, store: Store, context: Context): Promise<void> {
  const readers = await store.audit.readers({ from: pack.from, to: pack.to });
  const erasures = await store.persons.erasuresIn(pack);
  const { print } = context;
  const counts = new Map<PackKind, number>();
  if (pack.format === 'csv') print(csvLine(['kind', ...auditColumns]));
  if (pack.format === 'json') print(openingOf(pack, { readers, erasures }));
  if (pack.format === 'text') print(headText(pack, { readers, erasures }));
  let separator = '';
  for await (const entries of entriesSince(pack, store, context)) {
    const lines = entries.map((entry) => {
      const kind = kindOf(entry);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (pack.format === 'csv') return csvLine([kind, ...auditCells(entry)]);
      if (pack.format === 'json') return JSON.stringify({ kind, ...plainEntry(entry) });
      return entryText(kind, entry);
    });
    print(pack.format === 'json' ? `${separator}${lines.join(',\n')}` : lines.join('\n'));
    separator = ',';
  }
  const counted = Object.fromEntries(counts);
  if (pack.format === 'json') print(`],"counts":${JSON.stringify(counted)}}`);
  if (pack.format === 'text') print(`\n${countsText(counts)}`);
}

/** Yields the latest entries first, as `leadbell audit` does. */
async function* entriesSince(
  { from, to }: Pack,
  store: Store,
  { signal }: Context,
): AsyncGenerator<readonly AuditRecord[]> {
  let after: number | undefined;
  do {
    signal.throwIfAborted();
    const entries = await store.audit.list({ from, to, limit: batch, ...(after === undefined ? {} : { after }) });
    if (entries.length > 0) yield entries;
    after = entries.length < batch ? undefined : entries.at(-1)?.id;
    // Gives Node time to notice a closed output or an interruption.
    await delay(0);
  } while (after !== undefined);
}

function kindOf({ action, outcome }: AuditRecord): PackKind {
  if (outcome === 'refused') return 'refused';
  const kinds = Object.entries(auditKinds) as readonly [AuditKind, readonly string[] | null][];
  return kinds.find(([, actions]) => actions?.includes(action))?.[0] ?? 'acts';
}

function openingOf({ from, to }: Pack, { readers, erasures }: Head): string {
  const receipts = erasures.map((one) => ({ ...one, at: iso(one.at), doneAt: iso(one.doneAt) }));
  const head = { since: iso(from), until: iso(to), people: readers, erasures: receipts };
  return `${JSON.stringify(head).slice(0, -1)},"entries":[`;
}

function headText({ from, to }: Pack, { readers, erasures }: Head): string {
  const rows = readers.map(({ actor, actorKind, opened, found, exported, shared, refused }) => [
    `${actor} (${actorKind})`,
    ...[opened, found, exported, shared, refused].map(String),
  ]);
  return [
    `Recorded from ${time(from)} to ${time(to)}`,
    indented(
      rows.length === 0
        ? 'No one saw a lead.'
        : columns([['who', 'opened', 'found', 'exported', 'shared', 'refused'], ...rows]),
    ),
    `${counted(erasures.length, 'erasure')}${erasures.length === 0 ? '' : `: ${erasures.map(({ receipt }) => receipt).join(', ')}`}`,
    '',
  ].join('\n');
}

function entryText(kind: PackKind, { at, actor, action, subject, leads, fields, channel }: AuditRecord): string {
  return [time(at), kind, actor, action, subject, leads.join(' '), fields.join(' '), channel]
    .filter((part) => part !== null && part !== '')
    .map((part) => part?.replace(/\p{C}+/gu, ' '))
    .join('  ');
}

function countsText(counts: ReadonlyMap<PackKind, number>): string {
  const rows = [...counts].toSorted(([, a], [, b]) => b - a).map(([kind, n]) => [kind, n.toLocaleString('en')]);
  return rows.length === 0 ? 'No entries.' : columns(rows);
}
