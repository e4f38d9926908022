/** Draws any block by its type. An unknown block is shown, never dropped. */
import { Fragment, type ComponentType, type VNode } from 'preact';
import { record, text } from '../json.ts';
import { Unknown } from '../parts/unknown.ts';
import { h, tag } from '../tag.ts';
import type { BlockProps } from './block-props.ts';
import { Card, Carousel } from './card.ts';
import { Chart } from './chart.ts';
import { Container } from './container.ts';
import { DataTable } from './data-table.ts';
import { Markdown } from './markdown.ts';
import { FileBlock, ImageBlock, Video } from './media.ts';
import { RichText } from './rich-text.ts';
import { Actions, Alert, Context, Divider, Header, Input, Section } from './simple.ts';
import { Table } from './table.ts';
import { Plan, TaskCard } from './task.ts';

function OuterContainer(props: BlockProps): VNode {
  return h(Container, { ...props, inner: Block });
}

const kinds: Readonly<Record<string, ComponentType<BlockProps>>> = {
  header: Header,
  section: Section,
  divider: Divider,
  context: Context,
  actions: Actions,
  context_actions: Actions,
  input: Input,
  alert: Alert,
  image: ImageBlock,
  video: Video,
  file: FileBlock,
  rich_text: RichText,
  table: Table,
  data_table: DataTable,
  data_visualization: Chart,
  card: Card,
  carousel: Carousel,
  container: OuterContainer,
  markdown: Markdown,
  task_card: TaskCard,
  plan: Plan,
};

function Block({ value, within = '' }: { value: unknown; within?: string }): VNode {
  const block = record(value);
  const type = text(block['type']) ?? '';
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const blockId = text(block['block_id']) ?? within;
  const drawn = kind === undefined ? h(Unknown, { what: 'block', value }) : h(kind, { block, blockId });
  return tag(`div.block.block-${kind === undefined ? 'unknown' : type}`, null, drawn);
}

export function Blocks({ blocks }: { blocks: readonly unknown[] }): VNode {
  const keyed = blocks.map((block, at) =>
    h(Block, { key: `${text(record(block)['block_id']) ?? ''}/${at}`, value: block }),
  );
  return h(Fragment, null, ...keyed);
}
