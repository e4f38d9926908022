/** `leadbell jobs`, `leadbell jobs requeue <id…>|all` */
import type { Instant } from '@leadbell/domain';
import { type DeadJob, type DeadJobs, openDeadJobs } from '@leadbell/jobs';
import { connectionFor, type OutboxRow, type Store } from '@leadbell/store';
import type { Command } from '../command.ts';
import { withStore } from '../database.ts';
import { findStuck, jobNames, messageName } from '../stuck.ts';
import { UsageError } from '../errors.ts';
import { ago, columns, counted, indented } from '../text.ts';

/** Maximum number listed, of each kind. */
const limit = 1_000;

export const jobs: Command = {
  verb: 'jobs',
  usage: [
    { form: 'jobs', does: 'lists messages that could not be sent, and jobs that failed too often' },
    { form: 'jobs requeue <id…>|all', does: 'tries them again, once the cause is fixed' },
  ],
  run: (args, context) =>
    withStore(context, async (store, { url, ownerUrl, caFile }) => {
      const [word, ...ids] = args;
      if (word !== undefined && word !== 'requeue') {
        throw new UsageError(
          'leadbell jobs lists messages and jobs that are stuck; leadbell jobs requeue <id…>|all tries them again',
        );
      }
      if (word === 'requeue' && ids.length === 0) throw new UsageError('Which ones? leadbell jobs requeue <id…>|all');
      const dead = await openDeadJobs(connectionFor(ownerUrl ?? url, caFile));
      try {
        context.print(word === undefined ? await list(store, dead) : await requeue(store, dead, ids));
      } finally {
        await dead.close();
      }
    }),
};

const nothing = 'Nothing is stuck.';

async function list(store: Store, dead: DeadJobs): Promise<string> {
  const [messages, jobs] = [await store.outbox.dead(limit), await dead.list(limit)];
  if (messages.length + jobs.length === 0) return nothing;
  return [
    ...(messages.length === 0
      ? []
      : [`Messages that could not be sent\n${indented(messageRows(messages, await store.now()))}\n`]),
    ...(jobs.length === 0 ? [] : [`Jobs that failed too often\n${indented(jobRows(jobs, await store.realNow()))}\n`]),
    ...(messages.length === limit || jobs.length === limit
      ? [`There may be more: at most ${limit.toLocaleString('en')} of each kind are listed.`]
      : []),
    'Once the cause is fixed: leadbell jobs requeue <id…>, or all',
  ].join('\n');
}

function messageRows(messages: readonly OutboxRow[], now: Instant): string {
  return columns([
    ['id', 'what', 'where', 'reason', 'written'],
    ...messages.map(({ id, kind, workspace, channel, reason, createdAt }) => [
      messageName(id),
      kind,
      `${workspace} ${channel}`,
      reason ?? 'not known',
      ago(createdAt, now),
    ]),
  ]);
}

function jobRows(jobs: readonly DeadJob[], now: Instant): string {
  const names = jobNames(jobs.map(({ id }) => id));
  return columns([
    ['id', 'what', 'about', 'reason', 'given up'],
    ...jobs.map(({ name, data, reason, diedAt }, at) => [
      names[at] ?? '',
      name,
      Object.entries(data)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
      reason,
      ago(diedAt, now),
    ]),
  ]);
}

async function requeue(store: Store, dead: DeadJobs, ids: readonly string[]): Promise<string> {
  const wanted = ids.includes('all') ? 'all' : await findStuck(store, dead, ids);
  const messages = await store.outbox.requeue(wanted === 'all' ? 'all' : wanted.messages);
  const jobs = await dead.requeue(wanted === 'all' ? 'all' : wanted.jobs);
  if (messages + jobs === 0) return nothing;
  return `Trying again: ${counted(messages, 'message')}, ${counted(jobs, 'job')}.`;
}
