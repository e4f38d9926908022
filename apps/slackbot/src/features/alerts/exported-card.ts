/** Builds the reply to an export: where the file is, and what is missing from it. Pure. */
import { words } from '../../cards/text.ts';
import type { Messages } from '../../words/index.ts';
import { unreadNotes } from './errored-view.ts';
import type { Card } from '@leadbell/slack-kit';
import type { Exported } from './export.ts';

/** `exported`: null if no lead has errors any more. */
export function exportedCard(exported: Exported | null, messages: Messages): Card {
  const { alerts: say, direction } = messages;
  const summary = exported === null ? say.exportEmpty : say.exported(exported.leads.length);
  return {
    summary,
    direction,
    parts: [{ kind: 'text', text: [words(summary)] }, ...(exported === null ? [] : unreadNotes(exported, messages))],
  };
}
