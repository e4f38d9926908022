/** The help card, built from the commands. Pure. */
import { encodeQuery } from '../../queries/query-codec.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { typedFilterName } from '../../commands/filter-words.ts';
import { textFilters } from '../../queries/filters.ts';
import type { Messages } from '../../words/index.ts';
import type { Button, Card, Text } from '@leadbell/slack-kit';
import { data, lines, words } from '../../cards/text.ts';

export interface Usage {
  readonly form: string;
  readonly gives: string;
}

export function helpCard(usages: readonly Usage[], messages: Messages): Card {
  const { help } = messages;
  return {
    summary: help.summary,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: help.title },
      { kind: 'text', text: [words(help.intro)] },
      { kind: 'actions', elements: helpButtons(messages) },
      {
        kind: 'text',
        text: lines(usages.map((usage) => usageText(usage, messages))),
      },
      { kind: 'text', text: filtersText(messages) },
      { kind: 'note', text: lines([words(help.share), words(help.privacy)]) },
    ],
  };
}

/** From right to left, the command comes last: it has a line of its own. */
function usageText({ form, gives }: Usage, { direction }: Messages): Text {
  const command = data(`/leads ${form}`, 60, 'code');
  return direction === 'rtl' ? [words(`• ${gives} `), command] : [command, words(` ${gives}`)];
}

function filtersText({ help, tag, listSeparator }: Messages): Text {
  const names = [...textFilters, 'status' as const].map((name) => typedFilterName(name, tag)).join(listSeparator);
  return lines([
    words(help.filters, 'bold'),
    words(help.filtersHow(names)),
    ...help.filterSamples.map((sample) => data(`/leads ${sample}`, 100, 'code')),
  ]);
}

function helpButtons({ help }: Messages): Button[] {
  const { buttons } = help;
  return [
    button(buttons.today, { command: 'today', period: { kind: 'today' } }, 'primary'),
    button(buttons.yesterday, { command: 'period', period: { kind: 'yesterday' } }),
    button(buttons.thisWeek, { command: 'period', period: { kind: 'this-week' } }),
    button(buttons.errors, { command: 'errors', period: { kind: 'today' } }),
  ];
}

function button(label: string, query: Pick<PeriodQuery, 'command' | 'period'>, style?: 'primary'): Button {
  const value = encodeQuery({ ...query, share: false });
  return { kind: 'button', action: actionIds.ask, value, label, ...(style === undefined ? {} : { style }) };
}
