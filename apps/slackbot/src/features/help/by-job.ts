/**
 * Shows up to three actions for each job that the reader may do, as lines to type and as buttons. Pure,
 * except that it asks the gate.
 */
import type { Ability } from '@leadbell/domain';
import type { Button, CardPart, Text } from '@leadbell/slack-kit';
import { actionIds, type ActionId } from '../../cards/action-ids.ts';
import { queryButton } from '../../cards/controls.ts';
import { data, lines, words } from '../../cards/text.ts';
import { type Command, type Job, jobs } from '../../commands/command.ts';
import type { Query } from '../../queries/query.ts';
import type { AnswerContext } from '../../reports/context.ts';
import type { Messages } from '../../words/index.ts';

/** A command and the query of its button; the query is null if the command needs words. */
interface JobAction {
  readonly command: string;
  readonly label: keyof Messages['help']['buttons'];
  readonly query: Query | null;
  /** A form that the button opens instead of asking the query. */
  readonly form?: ActionId;
  /** Set if the command covers all leads, so that a person limited to some brands or branches may not use it. */
  readonly coversAll?: true;
}

const ofLeads = { filters: {}, page: 0, share: false };
const bare = (command: string): Query => ({ command, share: false });
const paged = (command: string): Query => ({ command, page: 0, share: false }) as Query;
const period = (command: string, kind: string): Query => ({ ...ofLeads, command, period: { kind } }) as Query;

const actionsOf: Readonly<Record<Job, readonly JobAction[]>> = {
  sales: [
    { command: 'today', label: 'today', query: period('today', 'today') },
    { command: 'find', label: 'find', query: null, form: actionIds.findForm },
    { command: 'period', label: 'yesterday', query: period('period', 'yesterday') },
  ],
  manager: [
    { command: 'subscribe', label: 'subscribe', query: null, form: actionIds.subscribeForm },
    { command: 'subscriptions', label: 'subscriptions', query: bare('subscriptions') },
    { command: 'preview', label: 'preview', query: null },
  ],
  integration: [
    { command: 'errors', label: 'errors', query: period('errors', 'today') },
    { command: 'alerts', label: 'alerts', query: paged('alerts') },
    { command: 'silences', label: 'silences', query: bare('silences'), coversAll: true },
  ],
  operator: [
    { command: 'status', label: 'status', query: bare('status') },
    { command: 'audit', label: 'audit', query: bare('audit') },
    { command: 'forget', label: 'forget', query: null },
  ],
};

export type Reader = Pick<AnswerContext, 'messages' | 'scope' | 'may'> & { readonly commands: readonly Command[] };

interface Allowed extends JobAction {
  readonly usage: { readonly form: string; readonly gives: string };
}

/** Leaves out a job if the reader is not allowed any of its actions. */
async function allowedByJob(reader: Reader): Promise<readonly (readonly [job: Job, actions: readonly Allowed[]])[]> {
  const { commands, messages, scope } = reader;
  const found: [Job, Allowed[]][] = [];
  for (const job of jobs) {
    const allowed: Allowed[] = [];
    for (const action of actionsOf[job]) {
      const command = commands.find(({ name }) => name === action.command);
      const needs = command?.needs;
      if (command === undefined || typeof needs !== 'string') continue;
      if (action.coversAll === true && scope !== 'all') continue;
      if (await reader.may(needs)) allowed.push({ ...action, usage: command.usage(messages) });
    }
    if (allowed.length > 0) found.push([job, allowed]);
  }
  return found;
}

export async function jobParts(reader: Reader): Promise<readonly CardPart[]> {
  const { messages } = reader;
  return (await allowedByJob(reader)).flatMap(([job, actions]): CardPart[] => {
    const buttons = actions.flatMap((action) => buttonOf(action, messages));
    return [
      {
        kind: 'text',
        text: lines([
          [words(messages.complaints.jobs[job], 'bold')],
          ...actions.map(({ usage }) => usageText(usage, messages)),
        ]),
      },
      ...(buttons.length === 0 ? [] : [{ kind: 'actions', elements: buttons } as const]),
    ];
  });
}

function buttonOf({ query, label, form }: JobAction, { help }: Messages): Button[] {
  if (form !== undefined) return [{ kind: 'button', action: form, value: 'new', label: help.buttons[label] }];
  return query === null ? [] : [queryButton(help.buttons[label], query)];
}

/** In right-to-left text the command comes last, so that it does not mix with the words. */
export function usageText(
  { form, gives }: { readonly form: string; readonly gives: string },
  { direction }: Messages,
): Text {
  const command = data(`/leads ${form}`, 60, 'code');
  return direction === 'rtl' ? [words(`• ${gives} `), command] : [command, words(`: ${gives}`)];
}

/** Whether the reader may use the command. True if the rights that it needs depend on the words after it. */
export async function mayUse({ needs }: Command, may: (ability: Ability) => Promise<boolean>): Promise<boolean> {
  return typeof needs !== 'string' || (await may(needs));
}
