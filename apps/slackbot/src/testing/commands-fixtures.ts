/** For tests: parses typed text and answers it with the commands of all features. */
import type { LeadFilter } from '@leadbell/domain';
import type { Card } from '@leadbell/slack-kit';
import * as v from 'valibot';
import { answerQuery as answerBy } from '../commands/answer.ts';
import { registry } from '../features/index.ts';
import { filtersField } from '../queries/fields.ts';
import type { CommonFields } from '../queries/query-codec.ts';
import type { Complaint, ParseContext, Query } from '../queries/query.ts';
import type { AnswerContext } from '../reports/context.ts';
import type { Draft } from '../subscriptions/draft.ts';
import { complaintCard as cardOf } from '../cards/notices.ts';

export { decodeOpen, encodeQuery } from '../queries/query-codec.ts';

/** A query of any command, with the fields that tests inspect. */
export interface AnyQuery extends Query, CommonFields {
  readonly draft?: Draft;
}

export type AnyParsed =
  | { readonly ok: true; readonly query: AnyQuery }
  | { readonly ok: false; readonly complaint: Complaint };

export const parseText: (text: string, context: ParseContext) => AnyParsed = registry.parse;
export const decodeQuery: (value: string) => AnyQuery | null = registry.decodeQuery;

/** Filters from their text form, such as `KIA|Hyundai` or `!KIA`. */
export function filters(written: Readonly<Record<string, string>>): LeadFilter {
  return v.parse(filtersField, written);
}

export function answerQuery(query: Query, context: AnswerContext): Promise<Card> {
  return answerBy(query, { ...context, commands: registry.commands });
}

export function complaintCard(complaint: Complaint, context: ParseContext): Card {
  const { suggestion, others = [], search } = complaint;
  const read = (text: string): Query | null => {
    const parsed = parseText(text, context);
    return parsed.ok ? parsed.query : null;
  };
  const suggested = (suggestion === undefined ? [] : [suggestion, ...others]).flatMap((text) => {
    const query = read(text);
    return query === null ? [] : [[text, query] as const];
  });
  const sought = search === undefined ? null : read(`${context.messages.typed.find} ${search}`);
  return cardOf(complaint, { suggested, search: sought, examples: [] }, context.messages);
}
