/** What is typed, or carried by a button: an act that is answered as its command is. */
import type { CommandAct } from '../../commands/command.ts';
import { checkAsk } from '../../queries/ask-schema.ts';
import { answer } from '../conversation.ts';
import { anyAct } from '../any-act.ts';
import type { Act } from '../contract.ts';

/** `name`: of the act, and in its verb. */
export function actOfCommand(name: string, one: CommandAct): Act<unknown> {
  return anyAct({
    read(what) {
      const ask = checkAsk(what);
      return ask !== null && one.isAct(ask) ? ask : null;
    },
    object: one.object,
    verb: (ask) => `${name} ${one.detail?.(ask) ?? ''}`,
    repeats: () => one.repeats ?? null,
    afterRestart: () => one.afterRestart,
    handle: (ask, doing) => answer({ ...doing, ask }, doing.turn, doing.shell),
  });
}
