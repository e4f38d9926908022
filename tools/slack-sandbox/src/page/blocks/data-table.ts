/** Draws `data_table`, which people sort by its headers and read page by page. */
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { isRecord, list, number, text } from '../json.ts';
import { h, tag } from '../tag.ts';
import { useWorld } from '../world.ts';
import type { BlockProps } from './block-props.ts';
import { Cell, cellText, directionOf } from './cell.ts';
import { nextSorting, sortRows, type Sorting } from './sort-rows.ts';

const usualPageSize = 5;

export function DataTable({ block, blockId }: BlockProps): VNode {
  const { locale } = useWorld().known.me;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [wantedPage, setPage] = useState(0);
  const [head = [], ...rows] = list(block['rows']).map(list);
  const size = number(block['page_size']) ?? usualPageSize;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(wantedPage, pages - 1);
  const sorted = useMemo(() => sortRows(rows, sorting, locale), [block, sorting, locale]);
  const shown = sorted.slice(page * size, (page + 1) * size);
  const headerColumn = number(block['row_header_column_index']);
  const numeric = (at: number): boolean =>
    rows.length > 0 && rows.every((row) => isRecord(row[at]) && row[at]['type'] === 'raw_number');
  const direction = (at: number): string | undefined =>
    sorting?.column === at ? (sorting.descending ? 'descending' : 'ascending') : undefined;
  const arrow = (at: number): string =>
    direction(at) === undefined ? '↕\u{FE0E}' : direction(at) === 'ascending' ? '↑\u{FE0E}' : '↓\u{FE0E}';
  const headCell = (value: unknown, at: number): VNode =>
    tag(
      'th',
      { scope: 'col', 'aria-sort': direction(at), class: numeric(at) ? 'number' : '' },
      tag(
        'button.sort',
        {
          type: 'button',
          'aria-label': `Sort by ${cellText(value)}`,
          onClick: () => setSorting(nextSorting(sorting, at)),
        },
        tag('span', { dir: 'auto' }, cellText(value)),
        tag('i', { 'aria-hidden': 'true', class: direction(at) === undefined ? '' : 'on' }, arrow(at)),
      ),
    );
  const bodyCell = (value: unknown, at: number): VNode =>
    tag(
      at === headerColumn ? 'th' : 'td',
      { dir: 'auto', class: numeric(at) ? 'number' : '', ...(at === headerColumn ? { scope: 'row' } : {}) },
      h(Cell, { cell: isRecord(value) ? value : {}, blockId }),
    );
  return tag(
    'div.data-table',
    { dir: directionOf(head) },
    tag(
      'div.table-scroll',
      { tabindex: 0, role: 'group', 'aria-label': text(block['caption']) },
      tag(
        'table.table',
        null,
        tag('caption', { dir: 'auto' }, text(block['caption']) ?? ''),
        tag('thead', null, tag('tr', null, ...head.map(headCell))),
        tag('tbody', null, ...shown.map((row) => tag('tr', null, ...row.map(bodyCell)))),
      ),
    ),
    pages === 1
      ? null
      : tag(
          'div.pager',
          null,
          tag(
            'button.icon-button',
            { type: 'button', 'aria-label': 'Previous page', disabled: page === 0, onClick: () => setPage(page - 1) },
            '‹',
          ),
          tag('span', null, `${page * size + 1}–${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`),
          tag(
            'button.icon-button',
            {
              type: 'button',
              'aria-label': 'Next page',
              disabled: page === pages - 1,
              onClick: () => setPage(page + 1),
            },
            '›',
          ),
        ),
  );
}
