/** For a period of a week or more, shows the branches by number of leads, each compared with the period before. */
import { type Counted, foldText } from '@leadbell/domain';
import { data, given, words } from '../../../cards/text.ts';
import type { Messages } from '../../../words/index.ts';
import type { DigestFacts, Section } from '../facts.ts';

const ranked = 10;

export const ranking: Section<'ranking'> = {
  id: 'ranking',
  present: (facts, { messages }) => {
    const { branchesBefore } = facts;
    if (branchesBefore === null || !isRanking(facts)) return null;
    const branches = branchesOf(facts);
    const { digest, formats, breakdowns } = messages;
    // Compare folded names, because the most frequent spelling may differ between weeks.
    const then = new Map(branchesBefore.map(({ value, count }) => [foldText(value ?? ''), count]));
    return {
      kind: 'table',
      columns: [
        { label: breakdowns.branch, align: 'start' },
        { label: digest.leadsColumn, align: 'end' },
        { label: digest.changeColumn, align: 'end' },
      ],
      rows: branches.slice(0, ranked).map(({ value, count }, index) => [
        [words(`${formats.digest.number(index + 1)}. `), ...given(value, 40)],
        [words(formats.digest.number(count))],
        // Isolate the change: otherwise its sign and its number would swap places in right-to-left
        // text.
        [data(changeText(count, then.get(foldText(value ?? '')) ?? 0, messages), 20)],
      ]),
    };
  },
};

/** Whether the digest ranks its branches. */
export function isRanking(facts: DigestFacts): boolean {
  return facts.branchesBefore !== null && branchesOf(facts).length > 1;
}

function branchesOf({ answer }: DigestFacts): readonly Counted[] {
  return answer.summary.branches.filter(({ value, others }) => value !== null && others !== true);
}

/** Such as `+12%`, `−3%` or `new`. */
function changeText(now: number, then: number, { formats, digest }: Messages): string {
  if (then === 0) return digest.newHere;
  if (now === then) return '=';
  return `${now > then ? '+' : '−'}${formats.digest.percent(Math.abs(now - then), then)}`;
}
