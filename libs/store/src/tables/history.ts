/** Reads the history; see `../history.ts`. */
import { sql } from 'kysely';
import {
  type Arrival,
  type BulkFacts,
  type Instant,
  type LeadErrorMessages,
  paceBeforeMs,
  type SeenBulk,
  watchedMs,
  wordsOfError,
} from '@leadbell/domain';
import type { Silence } from '../alerts.ts';
import { notWatched } from '../connections.ts';
import type { History } from '../history.ts';
import { eachTraitOnce, factsThen } from './bulk-facts.ts';
import type { Database } from './database.ts';

const pieceRows = 500;

interface Row extends BulkFacts {
  readonly row: number;
  readonly at: Instant;
}

const columns = sql`h.id as row, h.at, ${factsThen}`;

function seenOf(row: Row): SeenBulk {
  const { at, row: _row, ...facts } = row;
  return { at, facts: eachTraitOnce(facts) };
}

export function createHistory(database: Database): History {
  return {
    async frame(connection, { from, to }) {
      const [known, outages, errors, silences] = await Promise.all([
        sql<{ knownSince: Instant | null; firstSeenAt: Instant | null }>`
          select (select min(at) from bulk_history where connection_id = ${connection}) as "knownSince",
            (select min(first_seen_at) from bulks where connection_id = ${connection}) as "firstSeenAt"`.execute(
          database,
        ),
        sql<{ failure: string; from: Instant; to: Instant | null }>`
          select failure, started_at as from, ended_at as to from dms_outages
          where connection_id = ${connection} order by started_at, id`.execute(database),
        sql<{ fingerprint: string; at: Instant }>`
          select fingerprint, first_seen_at as at from error_kinds
          where connection_id = ${connection} and first_seen_at > ${new Date(from)}::timestamptz - interval '1 hour'
            and first_seen_at <= ${new Date(to)}`.execute(database),
        sql<Silence>`
          select id, workspace_id as workspace, matcher, reason, created_by as "createdBy", starts_at as "startsAt", ends_at as "endsAt"
          from silences where ends_at > ${new Date(from)} and starts_at < ${new Date(to)} order by starts_at, id`.execute(
          database,
        ),
      ]);
      const words = silences.rows.some(({ matcher }) => matcher.error !== undefined)
        ? await sql<{ fingerprint: string; message: string; code: string | null; messages: LeadErrorMessages }>`
            select fingerprint, message, code, coalesce(messages, '{}') as messages from error_kinds where connection_id = ${connection}`.execute(
            database,
          )
        : { rows: [] };
      return {
        knownSince: known.rows[0]?.knownSince ?? null,
        firstSeenAt: known.rows[0]?.firstSeenAt ?? null,
        outages: outages.rows.filter(({ failure }) => failure !== notWatched),
        pauses: outages.rows.filter(({ failure }) => failure === notWatched),
        errorsFirstSeen: new Map(errors.rows.map(({ fingerprint, at }) => [fingerprint, at])),
        errorWords: new Map(words.rows.map(({ fingerprint, ...error }) => [fingerprint, wordsOfError(error)])),
        silences: silences.rows,
      };
    },

    async arrivals(connection, { from, to }) {
      // The first row is the latest bulk from before the weeks to compare. It shows that the leads of all these weeks
      // are known.
      const { rows } = await sql<Arrival>`
        select created_at as "createdAt", first_seen_at as "firstSeenAt", leads from bulks
        where connection_id = ${connection} and created_at < ${new Date(to)} and created_at >= coalesce(
          (select max(created_at) from bulks where connection_id = ${connection} and created_at < ${new Date(from - paceBeforeMs)}),
          '-infinity')
        order by created_at, id`.execute(database);
      return rows;
    },

    async *bulks(connection, { from, to }) {
      const { rows: standing } = await sql<Row>`
        select distinct on (h.bulk_id) ${columns} from bulk_history h join bulks b on b.id = h.bulk_id
        where h.connection_id = ${connection} and h.at < ${new Date(from)} and h.at > ${new Date(from - watchedMs)}::timestamptz - interval '1 day'
          and coalesce(b.created_at, b.first_seen_at) > ${new Date(from - watchedMs)}
        order by h.bulk_id, h.at desc, h.id desc`.execute(database);
      if (standing.length > 0) yield standing.map((row) => ({ ...seenOf(row), at: from }));
      let last: Pick<Row, 'at' | 'row'> = { at: from, row: 0 };
      for (;;) {
        const { rows } = await sql<Row>`
          select ${columns} from bulk_history h join bulks b on b.id = h.bulk_id
          where h.connection_id = ${connection} and (h.at, h.id) > (${new Date(last.at)}, ${last.row}) and h.at < ${new Date(to)}
          order by h.at, h.id limit ${pieceRows}`.execute(database);
        const end = rows.at(-1);
        if (end === undefined) return;
        yield rows.map(seenOf);
        last = end;
      }
    },
  };
}
