/**
 * The names of dead messages and jobs on the command line: `m12` for a message; for a job, `j` and
 * as much of its id as makes the name unique.
 */
import { cutText } from '@leadbell/domain';
import type { DeadJobs } from '@leadbell/jobs';
import type { Store } from '@leadbell/store';
import { Refusal } from './errors.ts';

const shortest = 8;
/** Large enough for all dead jobs. */
const limit = 100_000;

export interface Stuck {
  readonly messages: readonly number[];
  readonly jobs: readonly string[];
}

export function messageName(id: number): string {
  return `m${id}`;
}

/** All names have the same length. */
export function jobNames(ids: readonly string[]): readonly string[] {
  const different = new Set(ids).size;
  let length = shortest;
  while (length < 36 && new Set(ids.map((id) => id.slice(0, length))).size < different) length += 1;
  return ids.map((id) => `j${id.slice(0, length)}`);
}

/** Finds the messages and jobs. Throws `Refusal` if one of the names can't be found. Changes nothing. */
export async function findStuck(store: Store, dead: DeadJobs, names: readonly string[]): Promise<Stuck> {
  const messages = names.filter((name) => /^m\d{1,15}$/.test(name)).map((name) => Number(name.slice(1)));
  const found = new Map((await store.outbox.find(messages)).map((row) => [row.id, row]));
  for (const id of messages) {
    if (found.get(id)?.state !== 'dead')
      throw new Refusal(`There is no stuck message ${messageName(id)}: leadbell jobs lists them`);
  }
  const all = names.some((name) => name.startsWith('j')) ? (await dead.list(limit)).map(({ id }) => id) : [];
  const jobs = names.filter((name) => !/^m\d{1,15}$/.test(name)).map((name) => oneJob(all, name));
  return { messages, jobs };
}

function oneJob(all: readonly string[], name: string): string {
  const fitting = /^j[\da-f-]{1,36}$/i.test(name) ? all.filter((id) => id.startsWith(name.slice(1).toLowerCase())) : [];
  const [job, other] = fitting;
  if (job === undefined) throw new Refusal(`There is no stuck job ${cutText(name, 40)}: leadbell jobs lists them`);
  if (other !== undefined) throw new Refusal(`Several jobs begin with ${name}: please type more of the id`);
  return job;
}
