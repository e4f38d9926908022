/** Says where an answer breaks the contract, and what kind of thing was there. Never a value. Pure. */
import * as v from 'valibot';
import type { ContractProblem } from './leads-api.ts';
import { wireLead } from './wire.ts';

/** Of a lead that `readLead` refused. `at` is its own path. */
export function leadProblem(wire: unknown, at: string): ContractProblem {
  const [issue] = v.safeParse(wireLead, wire).issues ?? [];
  if (issue === undefined || !kindOf(wire).startsWith('object'))
    return { path: at, expected: 'object', received: kindOf(wire) };
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return { path: `${at}${path}`, expected: kindsExpected(issue), received: kindOf(issue.input) };
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function kindsExpected(issue: v.BaseIssue<unknown>): string {
  // What valibot expects of a flag or number as text is a list of literals or a pattern; its type says it better.
  const expected = (issue.expected ?? issue.type).replaceAll('Array', 'array').replaceAll('Object', 'object');
  return expected.replace(/\/\^.*\$\//u, 'a whole number');
}
