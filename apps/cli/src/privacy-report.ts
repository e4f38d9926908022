/**
 * The report of `leadbell privacy`, as text and as JSON. Pure. Field names of the JSON don't change
 * between releases.
 */
import { type Instant, leadSurfaces } from '@leadbell/domain';
import {
  type AuditReader,
  type Erasure,
  type KeptRows,
  type RetentionDays,
  type RetentionKind,
  retentionRules,
} from '@leadbell/store';
import { ago, columns, counted, indented, iso, time } from './text.ts';

const dayMs = 86_400_000;
/** Rows may be kept this much too long, because old rows are deleted only once a day. */
const graceMs = 2 * dayMs;

export interface PrivacyReport {
  readonly now: Instant;
  readonly from: Instant;
  readonly to: Instant;
  /** Null if the settings file can't be read. */
  readonly retention: RetentionDays | null;
  readonly kept: readonly KeptRows[];
  readonly readers: readonly AuditReader[];
  readonly erasures: readonly Erasure[];
}

interface Kept extends KeptRows {
  readonly days: number | null;
  /** Whether the oldest row should already be deleted, which means that the daily deletion does not run. */
  readonly isOverdue: boolean;
}

function keptOf({ now, retention, kept }: PrivacyReport): readonly Kept[] {
  return kept.map((one) => {
    const days = retention?.[one.kind] ?? null;
    const isOverdue = days !== null && one.oldestAt !== null && now - one.oldestAt > days * dayMs + graceMs;
    return { ...one, days, isOverdue };
  });
}

export function privacyText(report: PrivacyReport): string {
  const { now, from, to, retention, readers, erasures } = report;
  return [
    'Fields of a lead, by where they go (docs/privacy.md explains the words)',
    indented(columns([['field', ...leadSurfaces.surfaces.map((name) => name.toLowerCase())], ...surfaceRows()])),
    '',
    retention === null ? 'How long rows are kept: the settings file can’t be read' : 'How long rows are kept',
    indented(columns([['kind', 'days', 'rows', 'oldest'], ...keptOf(report).map((one) => keptRow(one, now))])),
    '',
    `People in Slack who saw leads, ${time(from)} to ${time(to)}`,
    indented(
      readers.length === 0
        ? 'none'
        : columns([['who', 'opened', 'found', 'exported', 'shared', 'refused'], ...readers.map(readerRow)]),
    ),
    '',
    'Erasures, the latest first',
    indented(erasures.length === 0 ? 'none' : columns(erasures.map(erasureRow))),
  ].join('\n');
}

function surfaceRows(): readonly (readonly string[])[] {
  return Object.entries(leadSurfaces.fields).map(([field, reached]) => [field, ...reached]);
}

function keptRow({ kind, days, rows, oldestAt, isOverdue }: Kept, now: Instant): readonly string[] {
  const oldest = oldestAt === null ? 'none' : `${time(oldestAt)}, ${ago(oldestAt, now)}`;
  const note = isOverdue ? ' (should be deleted by now: is Leadbell running?)' : '';
  return [kind, days === null ? '?' : String(days), rows.toLocaleString('en'), `${oldest}${note}`];
}

function readerRow({ actor, actorKind, opened, found, exported, shared, refused }: AuditReader): readonly string[] {
  return [`${actor} (${actorKind})`, ...[opened, found, exported, shared, refused].map((n) => n.toLocaleString('en'))];
}

function erasureRow({ receipt, at, doneAt, actor, found, notReached }: Erasure): readonly string[] {
  const things = Object.values(found).reduce((sum, n) => sum + n, 0);
  const left = Object.values(notReached).reduce((sum, n) => sum + n, 0);
  const done = doneAt === null ? 'not finished in Slack yet' : `done ${time(doneAt)}`;
  const lacks = left === 0 ? '' : `, ${counted(left, 'thing')} out of reach`;
  return [receipt, time(at), actor, `${counted(things, 'thing')} found, ${done}${lacks}`];
}

export function privacyJson(report: PrivacyReport): object {
  const { now, from, to, readers, erasures } = report;
  return {
    at: iso(now),
    surfaces: leadSurfaces.surfaces,
    fields: leadSurfaces.fields,
    kept: keptOf(report).map(({ kind, days, rows, oldestAt, isOverdue }) => ({
      kind,
      about: aboutOf(kind),
      days,
      rows,
      oldestAt: iso(oldestAt),
      isOverdue,
    })),
    readers: { from: iso(from), to: iso(to), people: readers },
    erasures: erasures.map((one) => ({ ...one, at: iso(one.at), doneAt: iso(one.doneAt) })),
  };
}

function aboutOf(kind: RetentionKind): string {
  return retentionRules[kind].about;
}
