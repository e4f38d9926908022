/** The act of a command that was typed or pressed. Answering the command performs the act. */
import type { Ability } from '@leadbell/domain';
import type { CommandAct } from '../../commands/command.ts';
import type { Query } from '../../queries/query.ts';
import { answer } from '../conversation.ts';
import { anyAct } from '../any-act.ts';
import type { Act } from '../contract.ts';

/** Functions for the queries of all commands. */
export interface Queries {
  /** Validates a query; null when no command accepts it. */
  readonly readQuery: (raw: unknown) => Query | null;
  readonly needs: (query: Query) => readonly Ability[];
}

/** `name`: the act's name, which is also part of its verb. */
export function actOfCommand(name: string, one: CommandAct, { readQuery, needs }: Queries): Act<unknown> {
  return anyAct<Query>({
    read(what) {
      const query = readQuery(what);
      return query !== null && one.isAct(query) ? query : null;
    },
    needs,
    object: one.object,
    verb: (query) => `${name} ${one.detail?.(query) ?? ''}`,
    repeats: () => one.repeats ?? null,
    afterRestart: () => one.afterRestart,
    handle: (query, doing) => answer({ ...doing, query }, doing.turn, doing.botContext),
  });
}
