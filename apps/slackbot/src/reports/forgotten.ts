/**
 * Removes the data of forgotten people from leads. All leads in lists, modals, searches and files pass through here.
 * Effects and errors: only those of `list`, in `refresh`.
 */
import { type KeyedHash, type Lead, personMatcher, withoutPerson } from '@leadbell/domain';
import type { Answer, Inquiry, Row } from './answer.ts';
import { narrow } from './narrow.ts';

export interface ForgottenPeople {
  /**
   * Reads which people were forgotten. Until the next call, people whom another process forgets meanwhile are still
   * shown.
   */
  refresh(): Promise<void>;
  lead(lead: Lead): Lead;
  answer(answer: Answer, inquiry: Inquiry): Answer;
}

export interface ForgottenOptions {
  /** The keys of all forgotten people. */
  readonly list: () => Promise<readonly { readonly person: string }[]>;
  readonly identities: { readonly keys: readonly KeyedHash[] };
}

export function createForgottenPeople({ list, identities }: ForgottenOptions): ForgottenPeople {
  let persons: ReadonlySet<string> = new Set();
  let isForgotten = personMatcher(persons, identities);
  /** The cleaned answers, which are kept because an answer is shown page by page. */
  let shown = new WeakMap<Answer, Answer>();

  function leadShown(lead: Lead): Lead {
    return persons.size > 0 && lead.isForgotten !== true && isForgotten(lead) ? withoutPerson(lead) : lead;
  }

  function rowShown(row: Row): Row {
    return { ...row, lead: leadShown(row.lead) };
  }

  function answerShown(answer: Answer, inquiry: Inquiry): Answer {
    const rows = answer.rows.map(rowShown);
    const hot = answer.hot?.map(rowShown);
    if ([...rows, ...(hot ?? [])].every(({ lead }) => lead.isForgotten !== true)) return answer;
    const { sought } = inquiry;
    if (sought === undefined) return { ...answer, rows, ...(hot === undefined ? {} : { hot }) };
    // A search finds a forgotten person's leads only by their number in the DMS.
    const isFound = ({ lead }: Row) => lead.isForgotten !== true || lead.leadId === sought.own;
    const found = answer.rows.filter((row) => isFound(rowShown(row)));
    const { errored } = answer.all;
    const counted = narrow({ ...answer, rows: found, all: { total: found.length, errored } }, inquiry) ?? answer;
    return { ...counted, rows: rows.filter(isFound), ...(hot === undefined ? {} : { hot: hot.filter(isFound) }) };
  }

  return {
    async refresh() {
      const found = new Set((await list()).map(({ person }) => person));
      if (found.size === persons.size && found.isSubsetOf(persons)) return;
      persons = found;
      isForgotten = personMatcher(persons, identities);
      shown = new WeakMap();
    },
    lead: leadShown,
    answer(answer, inquiry) {
      if (persons.size === 0) return answer;
      const made = shown.get(answer) ?? answerShown(answer, inquiry);
      shown.set(answer, made);
      return made;
    },
  };
}

/** Changes nothing, because no one was forgotten. */
export const noOneForgotten: ForgottenPeople = {
  refresh: () => Promise.resolve(),
  lead: (lead) => lead,
  answer: (answer) => answer,
};
