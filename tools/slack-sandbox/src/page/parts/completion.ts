/** Which commands fit what is typed. Pure. */
import type { PageCommand } from '../protocol.ts';

/** While only the command's own name is typed; its arguments are the person's. */
export function completions(commands: readonly PageCommand[], typed: string): PageCommand[] {
  if (!/^\/\S*$/.test(typed)) return [];
  const wanted = typed.toLowerCase();
  return commands.filter(({ command }) => command.toLowerCase().startsWith(wanted));
}

/** The hint of the command that is being typed, while nothing follows it. */
export function usageHint(commands: readonly PageCommand[], typed: string): string {
  const match = /^(\/\S+) $/.exec(typed);
  return commands.find(({ command }) => command === match?.[1])?.usageHint ?? '';
}
