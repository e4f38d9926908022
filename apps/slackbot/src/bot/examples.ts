/** The short help: for each kind of work, the commands that the person may use. Effects: asks the gate. */
import type { Ability } from '@leadbell/domain';
import { type Command, jobs } from '../commands/command.ts';
import type { Messages } from '../words/index.ts';
import type { Gate } from './gate.ts';

export async function examplesFor(
  user: string,
  messages: Messages,
  commands: readonly Command[],
  gate: Pick<Gate, 'decide'>,
): Promise<readonly (readonly [job: string, forms: readonly string[]])[]> {
  const named = commands.filter(({ job }) => job !== undefined);
  const needed = new Set(named.flatMap(({ needs }) => (typeof needs === 'string' ? [needs] : [])));
  const may = new Set<Ability>();
  for (const ability of needed) if ((await gate.decide(user, ability)).isAllowed) may.add(ability);
  return jobs.flatMap((job) => {
    const forms = named
      .filter((one) => one.job === job && typeof one.needs === 'string' && may.has(one.needs))
      .map(({ usage }) => usage(messages).form);
    return forms.length === 0 ? [] : [[messages.complaints.jobs[job], forms] as const];
  });
}
