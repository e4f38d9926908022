/** `leadbell jobs`, `leadbell jobs requeue <id…>|all`; with `--json` */
import type { Instant } from '@leadbell/domain';
import { type DeadJob, type DeadJobs, openDeadJobs } from '@leadbell/jobs';
import { connectionFor, type OutboxRow, type Store } from '@leadbell/store';
import type { Command } from '../command.ts';
import { withStore } from '../database.ts';
import { findStuck, jobNames, messageName } from '../stuck.ts';
import { UsageError } from '../errors.ts';
import { json, readWords } from '../options.ts';
import { ago, columns, counted, indented, iso } from '../text.ts';

/** At most this many messages are listed, and at most this many jobs. */
const limit = 1_000;

const again = 'leadbell jobs requeue <id…>|all';

export const jobs: Command = {
  verb: 'jobs',
  usage: [
    { form: 'jobs', does: 'lists messages that could not be sent, and jobs that failed too often' },
    { form: 'jobs requeue <id…>|all', does: 'tries them again, once the cause is fixed' },
    { form: 'jobs … --json', does: 'the same in a machine-readable form' },
  ],
  run: (args, context) =>
    withStore(context, async (store, { url, ownerUrl, caFile }) => {
      const usage = `leadbell jobs lists messages and jobs that are stuck; ${again} tries them again`;
      const { flags, words } = readWords(args, ['json'], usage);
      const [word, ...ids] = words;
      if (word !== undefined && word !== 'requeue') throw new UsageError(usage);
      if (word === 'requeue' && ids.length === 0) throw new UsageError(`Which ones? ${again}`);
      const dead = await openDeadJobs(connectionFor(ownerUrl ?? url, caFile));
      try {
        if (word === undefined) {
          const stuck = { messages: await store.outbox.dead(limit), jobs: await dead.list(limit) };
          context.print(flags.json ? json(stuckJson(stuck)) : await list(store, stuck));
        } else {
          const tried = await requeue(store, dead, ids);
          context.print(flags.json ? json(tried) : requeued(tried));
        }
      } finally {
        await dead.close();
      }
    }),
};

interface Stuck {
  readonly messages: readonly OutboxRow[];
  readonly jobs: readonly DeadJob[];
}

function isCut({ messages, jobs }: Stuck): boolean {
  return messages.length === limit || jobs.length === limit;
}

/** `isCut`: the list reached its limit, so there may be more. */
function stuckJson(stuck: Stuck): unknown {
  const names = jobNames(stuck.jobs.map(({ id }) => id));
  return {
    messages: stuck.messages.map(({ id, kind, workspace, channel, reason, createdAt }) => ({
      id: messageName(id),
      kind,
      workspace,
      channel,
      reason,
      writtenAt: iso(createdAt),
    })),
    jobs: stuck.jobs.map(({ name, data, reason, diedAt }, at) => ({
      id: names[at],
      kind: name,
      about: data,
      reason,
      givenUpAt: new Date(diedAt).toISOString(),
    })),
    isCut: isCut(stuck),
  };
}

const nothing = 'Nothing is stuck.';

async function list(store: Store, stuck: Stuck): Promise<string> {
  const { messages, jobs } = stuck;
  if (messages.length + jobs.length === 0) return nothing;
  return [
    ...(messages.length === 0
      ? []
      : [`Messages that could not be sent\n${indented(messageRows(messages, await store.now()))}\n`]),
    ...(jobs.length === 0 ? [] : [`Jobs that failed too often\n${indented(jobRows(jobs, await store.realNow()))}\n`]),
    ...(isCut(stuck) ? [`There may be more: at most ${limit.toLocaleString('en')} of each kind are listed.`] : []),
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

interface Requeued {
  readonly messages: number;
  readonly jobs: number;
}

async function requeue(store: Store, dead: DeadJobs, ids: readonly string[]): Promise<Requeued> {
  const wanted = ids.includes('all') ? 'all' : await findStuck(store, dead, ids);
  const messages = await store.outbox.requeue(wanted === 'all' ? 'all' : wanted.messages);
  return { messages, jobs: await dead.requeue(wanted === 'all' ? 'all' : wanted.jobs) };
}

function requeued({ messages, jobs }: Requeued): string {
  return messages + jobs === 0 ? nothing : `Trying again: ${counted(messages, 'message')}, ${counted(jobs, 'job')}.`;
}
