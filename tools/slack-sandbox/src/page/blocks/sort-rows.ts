/**
 * Sorts a data table's rows by a column. Pure. Numbers are sorted by value, and texts in the order of the language;
 * equal rows keep their order.
 */
import { number, record } from '../json.ts';
import { cellText } from './cell.ts';

export interface Sorting {
  column: number;
  descending: boolean;
}

export function sortRows(rows: readonly unknown[][], sorting: Sorting | null, locale: string): unknown[][] {
  if (sorting === null) return [...rows];
  const { column, descending } = sorting;
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const compare = (a: unknown, b: unknown): number => {
    const [left, right] = [number(record(a)['value']), number(record(b)['value'])];
    if (left !== undefined && right !== undefined) return left - right;
    return collator.compare(cellText(a), cellText(b));
  };
  return rows.toSorted((a, b) => (descending ? compare(b[column], a[column]) : compare(a[column], b[column])));
}

/** Returns the sorting after a click: ascending, then descending, then unsorted. */
export function nextSorting(sorting: Sorting | null, column: number): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}
