/** The words after `/leads`, understood. Pure. */
import type { ParseContext, Parsed } from './command.ts';

export function parseText(_text: string, _context: ParseContext): Parsed {
  return { ok: true, ask: { command: 'help', filters: {}, page: 0, share: false } };
}
