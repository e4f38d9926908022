/** Completes commands in the composer: finds those that match the typed text, and the line to send. Pure. */
import type { PageCommand } from '../protocol.ts';

/** Finds commands while the command's name is being typed, but none while its arguments are. */
export function completions(commands: readonly PageCommand[], typed: string): PageCommand[] {
  if (!/^\/\S*$/.test(typed)) return [];
  const wanted = typed.toLowerCase();
  return commands.filter(({ command }) => command.toLowerCase().startsWith(wanted));
}

/** Removes the direction marks that a copied text may have before or inside the command's name. */
export function lineToSend(typed: string): string {
  return typed.trim().replace(/^[\p{Cf}\s]*\/\S*/u, (name) => name.replace(/[\p{Cf}\s]/gu, ''));
}

/** Returns the usage hint of the typed command until its arguments follow. */
export function usageHint(commands: readonly PageCommand[], typed: string): string {
  const match = /^(\/\S+) $/.exec(typed);
  return commands.find(({ command }) => command === match?.[1])?.usageHint ?? '';
}
