/**
 * `audit @noura opened last 7 days`, `audit lead 574` show who saw and did what, the latest first,
 * in pages. For admins.
 */
import { type Id, parseId, type PeriodSpec, resolvePeriod } from '@leadbell/domain';
import * as v from 'valibot';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { readPeriod } from '../../../commands/periods.ts';
import { personIn } from '../../../commands/typed-text.ts';
import { wordTable } from '../../../commands/word-table.ts';
import { idField, periodField, queryOf } from '../../../queries/fields.ts';
import type { Query } from '../../../queries/query.ts';
import { auditCard } from '../audit-card.ts';
import { type Kind, kindNames, kinds, kindWords } from '../kinds.ts';

export interface AuditQuery extends Query {
  readonly period?: PeriodSpec;
  /** A lead's number. */
  readonly id?: Id;
  readonly who?: string;
  readonly kind?: Kind;
  /** The id of the last entry on the previous page. */
  readonly after?: number;
}

const pageSize = 15;
const leadWords = wordTable({ lead: ['lead', 'عميل', 'العميل'] });

export const audit: Command = defineCommand<AuditQuery>({
  name: 'audit',
  synonyms: ['سجل', 'السجل', 'تدقيق'],
  usage: (messages) => messages.commands.audit,
  job: 'operator',
  needs: 'administer',
  does: 'reads',
  query: queryOf('audit', {
    period: v.exactOptional(periodField),
    id: v.exactOptional(idField),
    who: v.exactOptional(v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]{2,20}$/))),
    kind: v.exactOptional(v.picklist(kindNames)),
    after: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
  parse: ({ rest, filters }, context) => {
    const { audit: say, commands } = context.messages;
    const { form } = commands.audit;
    const [begins = ''] = form.split(' ');
    if (Object.keys(filters).length > 0) return { ok: false, complaint: { sentence: say.noFilters, suggestion: form } };
    const { others, ...asked } = readWords(rest);
    const query = { command: 'audit', share: false, ...asked };
    if (others === '') return { ok: true, query };
    const period = readPeriod(others, context, `${begins} `);
    return period.ok ? { ok: true, query: { ...query, period: period.spec } } : period;
  },
  answer: async (query, context) => {
    const { period, id, who, kind, after } = query;
    const actions = kind === undefined ? null : kinds[kind];
    const found = await context.readAudit({
      limit: pageSize + 1,
      ...(period === undefined ? {} : { window: resolvePeriod(period, context).window }),
      ...(id === undefined ? {} : { lead: id }),
      ...(who === undefined ? {} : { actor: who }),
      ...(kind === 'refused' ? { outcome: 'refused' } : {}),
      ...(actions === null ? {} : { action: actions }),
      ...(after === undefined ? {} : { after }),
    });
    return auditCard({ query, entries: found.slice(0, pageSize), hasMore: found.length > pageSize }, context);
  },
});

type Asked = Pick<AuditQuery, 'id' | 'who' | 'kind'> & {
  /** The words of the period. */
  readonly others: string;
};

function readWords(text: string): Asked {
  const others: string[] = [];
  let asked: Pick<AuditQuery, 'id' | 'who' | 'kind'> = {};
  const words = text.split(' ').filter((word) => word !== '');
  for (let index = 0; index < words.length; index += 1) {
    const [word = '', next = ''] = words.slice(index, index + 2);
    const id = leadWords.named(word) === undefined ? null : parseId(next.replace(/^#/, ''));
    const who = personIn(word);
    const kind = kindWords.named(word);
    if (id !== null && asked.id === undefined) {
      asked = { ...asked, id };
      index += 1;
    } else if (who !== null && asked.who === undefined) asked = { ...asked, who };
    else if (kind !== undefined && asked.kind === undefined) asked = { ...asked, kind };
    else others.push(word);
  }
  return { ...asked, others: others.join(' ') };
}
