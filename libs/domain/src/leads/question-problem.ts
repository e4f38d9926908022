/** Checks, before a request is made, whether the API would accept a question. Pure. */
import { parseId } from './id.ts';
import type { LeadQuestion } from './question.ts';

/** Returns one sentence about the problem, or null. */
export function questionProblem(question: LeadQuestion): string | null {
  const ids = {
    ...(question.kind === 'bulk' ? { id: question.id } : {}),
    ...(question.kind === 'lead' ? { leadId: question.leadId } : {}),
  };
  for (const [name, id] of Object.entries(ids)) {
    if (parseId(id) !== id) return `${name} should be a whole number from 1`;
  }
  if (question.kind === 'bulk') return null;
  for (const name of ['source', 'subSource'] as const) {
    const code = question[name];
    if (code !== undefined && !Number.isSafeInteger(code)) return `${name} should be a whole number`;
  }
  const { from, to } = question.window;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return 'the window has no beginning or no end';
  return from < to ? null : 'the window is empty: `from` should be before `to`';
}
