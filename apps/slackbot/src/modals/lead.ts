/** One lead in full, for the one who asked. */
import type { LeadView } from '../commands/command.ts';

export const leadView: LeadView = (_open, context) =>
  Promise.resolve({
    title: '',
    closeLabel: '',
    summary: '',
    direction: context.messages.direction,
    parts: [],
  });
