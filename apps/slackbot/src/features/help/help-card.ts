/** Builds the help cards from the commands. Pure, except that it asks the gate. */
import { queryButton } from '../../cards/controls.ts';
import { data, lines, words } from '../../cards/text.ts';
import { typedFilterName } from '../../commands/filter-words.ts';
import { textFilters } from '../../queries/filters.ts';
import type { Messages } from '../../words/index.ts';
import type { Card, Text } from '@leadbell/slack-kit';
import { jobParts, mayUse, type Reader, usageText } from './by-job.ts';
import type { HelpQuery } from './help-query.ts';

const wholeHelp: HelpQuery = { command: 'help', all: true, share: false };

/** Shows up to three actions for each job. */
export async function shortHelpCard(reader: Reader): Promise<Card> {
  const { help, direction } = reader.messages;
  return {
    summary: help.summary,
    direction,
    parts: [
      { kind: 'header', text: help.title },
      { kind: 'text', text: [words(help.short)] },
      ...(await jobParts(reader)),
      { kind: 'actions', elements: [queryButton(help.buttons.all, wholeHelp)] },
      { kind: 'note', text: [words(help.privacy)] },
    ],
  };
}

/** Shows every command that the reader may use. */
export async function wholeHelpCard({ messages, commands, may }: Reader): Promise<Card> {
  const { help, direction } = messages;
  const usable: Text[] = [];
  for (const command of commands)
    if (command.isTyped !== false && (await mayUse(command, may)))
      usable.push(usageText(command.usage(messages), messages));
  return {
    summary: help.summary,
    direction,
    parts: [
      { kind: 'header', text: help.title },
      { kind: 'text', text: [words(help.intro)] },
      { kind: 'text', text: lines(usable) },
      { kind: 'text', text: filtersText(messages) },
      { kind: 'note', text: lines([words(help.share), words(help.privacy)]) },
    ],
  };
}

function filtersText({ help, tag, listSeparator }: Messages): Text {
  const names = [...textFilters, 'status' as const].map((name) => typedFilterName(name, tag)).join(listSeparator);
  return lines([
    words(help.filters, 'bold'),
    words(help.filtersHow(names)),
    ...help.filterSamples.map((sample) => data(`/leads ${sample}`, 100, 'code')),
  ]);
}
