/** `leadbell status` */
import type { Instant } from '@leadbell/domain';
import type { ConnectionStatus, OutboxCounts } from '@leadbell/store';
import type { Command } from '../command.ts';
import { withStore } from '../database.ts';
import { UsageError } from '../errors.ts';
import { keyRows } from '../key-text.ts';
import { ago, columns, counted, indented, span, time } from '../text.ts';

const dayMs = 24 * 3_600_000;

export const status: Command = {
  verb: 'status',
  usage: [{ form: 'status', does: 'what waits and what was sent, and how the DMS is read' }],
  async run(args, context) {
    if (args.length > 0) throw new UsageError('Nothing comes after it: leadbell status');
    const { now, counts, connections, keys } = await withStore(context, async (store) => {
      const now = await store.now();
      return {
        now,
        counts: await store.outbox.counts((now - dayMs) as Instant),
        connections: await store.connections.status(),
        keys: await store.keys.list(),
      };
    });
    context.print(`Messages\n${indented(messages(counts, now))}\n`);
    // One key needs no care.
    if (keys.length > 1) context.print(`Keys\n${indented(keyRows(keys))}\n`);
    context.print(`DMS\n${indented(connections.length === 0 ? 'Not read yet.' : readings(connections, now))}`);
  },
};

function messages({ pending, sending, dead, sent, oldestPendingAt }: OutboxCounts, now: Instant): string {
  const oldest = oldestPendingAt === null ? '' : `, the oldest for ${span(now - oldestPendingAt)}`;
  return columns([
    ['waiting', `${pending.toLocaleString('en')}${oldest}`],
    ['being sent', sending.toLocaleString('en')],
    ['stuck', `${dead.toLocaleString('en')}${dead === 0 ? '' : ' (leadbell jobs lists them)'}`],
    ['sent in 24 hours', sent.toLocaleString('en')],
  ]);
}

function readings(connections: readonly ConnectionStatus[], now: Instant): string {
  return columns([
    ['name', 'read up to', 'last answer', 'failures'],
    ...connections.map(({ id, coveredTo, lastOkAt, failures, failedSince, failure }) => [
      id,
      coveredTo === null ? 'nothing yet' : time(coveredTo),
      lastOkAt === null ? 'never' : ago(lastOkAt, now),
      failures === 0
        ? 'none'
        : `${counted(failures, 'time')} ${failure ?? ''}${failedSince === null ? '' : `, for ${span(now - failedSince)}`}`,
    ]),
  ]);
}
