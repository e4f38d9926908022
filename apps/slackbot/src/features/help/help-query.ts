import * as v from 'valibot';
import { queryOf } from '../../queries/fields.ts';
import type { Query } from '../../queries/query.ts';

export interface HelpQuery extends Query {
  /** Whether to show every command instead of three actions for each job. */
  readonly all?: true;
}

export const helpQuery = queryOf('help', { all: v.exactOptional(v.literal(true)) });
