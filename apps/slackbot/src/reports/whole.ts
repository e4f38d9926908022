/** The inquiry about all leads of the same period or bulk. Pure. */
import type { LeadQuestion } from '@leadbell/domain';
import type { Inquiry } from './answer.ts';

export function wholeOf({
  sought: _sought,
  onlyHot: _onlyHot,
  countsAlone: _countsAlone,
  ...inquiry
}: Inquiry): Inquiry {
  const { question, wholeKey, fixed } = inquiry;
  return {
    ...inquiry,
    ...(fixed === undefined ? {} : { fixed: { ...fixed, key: fixed.wholeKey } }),
    key: wholeKey,
    filters: {},
    withQuality: false,
    narrowed: false,
    question: unfiltered(question),
  };
}

function unfiltered(question: LeadQuestion): LeadQuestion {
  if (question.kind === 'bulk') return question;
  const { source: _source, subSource: _subSource, ...rest } = question;
  return rest;
}
