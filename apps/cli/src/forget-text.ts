/** The texts of `leadbell forget`. Pure. */
import type { PersonFound } from '@leadbell/store';
import { columns, counted, indented } from './text.ts';

const kinds: Readonly<Record<keyof PersonFound, string>> = {
  cards: 'messages about new leads in Slack',
  shares: 'shared lists in Slack',
  files: 'exported files in Slack',
  leads: 'stored leads',
  announcements: 'records that a lead was announced',
};

export function foundText(found: PersonFound, waiting: number, noted: readonly number[]): string {
  const rows = (Object.keys(kinds) as (keyof PersonFound)[]).map((kind) => [kinds[kind], String(found[kind])]);
  const total = totalOf(found);
  return [
    total === 0
      ? 'Leadbell holds nothing about this person.'
      : `Leadbell holds ${counted(total, 'item')} about this person:`,
    ...(total === 0 ? [] : [indented(columns(rows))]),
    ...(waiting === 0
      ? []
      : [`Still to be deleted in Slack: ${counted(waiting, 'message or file', 'messages or files')}.`]),
    ...(noted.length === 0
      ? []
      : [`Colleagues wrote notes on alerts about this lead, and may have named the person: ${noted.join(', ')}.`]),
  ].join('\n');
}

function totalOf(found: PersonFound): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0);
}

export const notReached = [
  'Leadbell can’t delete: private answers that were already shown, copies of an exported file that people saved, text',
  'that they pasted or typed, lists and files that were shared before Leadbell kept a record of them (docs/privacy.md),',
  'Slack’s own copies, earlier backups, and the lead in the DMS. The audit log still says who saw the lead, but names the lead only by its key.',
].join('\n');
