/** Draws `table`, whose first row is the header. A table that is too wide scrolls sideways. */
import type { VNode } from 'preact';
import { isRecord, list, record, text } from '../json.ts';
import { h, tag } from '../tag.ts';
import type { BlockProps } from './block-props.ts';
import { Cell, directionOf } from './cell.ts';

export function Table({ block, blockId }: BlockProps): VNode {
  const [head = [], ...body] = list(block['rows']).map(list);
  const columns = list(block['column_settings']).map(record);
  const look = (at: number): Record<string, unknown> => {
    const column = columns[at] ?? {};
    const align = text(column['align']);
    return {
      class: column['is_wrapped'] === true ? 'wrapped' : '',
      style:
        align === undefined ? undefined : { textAlign: align === 'left' ? 'start' : align === 'right' ? 'end' : align },
    };
  };
  const cell = (name: 'th' | 'td') => (value: unknown, at: number) =>
    tag(
      name,
      { dir: 'auto', ...(name === 'th' ? { scope: 'col' } : {}), ...look(at) },
      h(Cell, { cell: isRecord(value) ? value : {}, blockId }),
    );
  return tag(
    'div.table-scroll',
    { tabindex: 0, role: 'group', 'aria-label': 'Table', dir: directionOf(head) },
    tag(
      'table.table',
      null,
      tag('thead', null, tag('tr', null, ...head.map(cell('th')))),
      tag('tbody', null, ...body.map((row) => tag('tr', null, ...row.map(cell('td'))))),
    ),
  );
}
