/** Describes every block that Slack documents: its fields, its lengths, and the surfaces that accept it. */
import { isRecord, list, type Json } from '../json.ts';
import {
  anything,
  arrayOf,
  boolean,
  byType,
  number,
  oneOf,
  report,
  shape,
  string,
  type Check,
  type Checking,
  type Surface,
} from './check.ts';
import { dataVisualization } from './chart-shape.ts';
import { allowedElements, elementShapes } from './element-shapes.ts';
import { blockLimits as limits } from './limits.ts';
import {
  anyText,
  httpUrl,
  imageElement,
  imageFields,
  mrkdwn,
  needsImage,
  plainText,
  richElements,
  richTextBlock,
} from './objects.ts';

export interface BlockKind {
  surfaces: readonly Surface[];
  check: Check;
}

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const messages: readonly Surface[] = ['message'];
const id = string(limits.id, 1);

function elements(allowed: ReadonlySet<string>): Check {
  return byType(elementShapes, allowed);
}

function sectionRules(value: Json, pointer: string, checking: Checking): void {
  if (value['text'] === undefined && list(value['fields']).length === 0) {
    report(checking, 'missing_field', 'missing required field: text', pointer);
  }
}

const button = elements(allowedElements.button);

const card = shape({
  optional: {
    block_id: id,
    hero_image: imageElement,
    icon: imageElement,
    title: anyText(limits.cardTitle),
    subtitle: anyText(limits.cardTitle),
    body: anyText(limits.cardBody),
    subtext: mrkdwn(limits.cardBody),
    actions: arrayOf(button, limits.cardActions),
  },
  also(value, pointer, checking) {
    if (['hero_image', 'title', 'actions', 'body'].every((key) => value[key] === undefined)) {
      report(checking, 'missing_field', 'must provide at least one of: hero_image, title, actions, body', pointer);
    }
  },
});

const cell = byType({
  rich_text: shape({ required: { elements: richElements }, optional: { block_id: anything } }),
  raw_text: shape({ required: { text: string(limits.fieldText) } }),
  raw_number: shape({ required: { value: number(), text: string(limits.fieldText) } }),
});
const dataCell = byType({
  rich_text: shape({ required: { elements: richElements }, optional: { block_id: anything } }),
  raw_text: shape({ required: { text: string(limits.fieldText) } }),
  raw_number: shape({ required: { value: number(), text: string(limits.fieldText) } }),
  action: shape({ required: { element: button } }),
});

function sameLength(value: Json, pointer: string, checking: Checking): void {
  const rows = list(value['rows']).map((row) => list(row).length);
  if (rows.some((length) => length !== rows[0])) {
    report(checking, 'invalid_value', 'all rows must have the same number of cells', `${pointer}/rows`);
  }
}

const task = shape({
  required: {
    task_id: id,
    title: string(limits.sectionText, 1),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  optional: {
    block_id: id,
    details: richTextBlock,
    output: richTextBlock,
    sources: arrayOf(shape({ required: { url: httpUrl, text: string(limits.sectionText) } }), limits.options),
  },
});

function block(surfaces: readonly Surface[], parts: Parameters<typeof shape>[0]): BlockKind {
  return { surfaces, check: shape({ ...parts, optional: { block_id: id, ...parts.optional } }) };
}

const simple: Record<string, BlockKind> = {
  header: block(everywhere, { required: { text: plainText(limits.header) } }),
  section: block(everywhere, {
    optional: {
      text: anyText(limits.sectionText),
      fields: arrayOf(anyText(limits.fieldText), limits.sectionFields),
      accessory: elements(allowedElements.accessory),
      expand: boolean,
    },
    also: sectionRules,
  }),
  divider: block(everywhere, {}),
  context: block(everywhere, {
    required: { elements: arrayOf(elements(allowedElements.context), limits.contextElements) },
  }),
  actions: block(everywhere, { required: { elements: arrayOf(elements(allowedElements.actions), limits.actions) } }),
  image: block(everywhere, {
    required: { alt_text: string(limits.altText, 1) },
    optional: { ...imageFields, title: plainText(limits.imageTitle) },
    also: needsImage,
  }),
  input: block(everywhere, {
    required: { label: plainText(limits.inputLabel), element: elements(allowedElements.input) },
    optional: { hint: plainText(limits.inputLabel), optional: boolean, dispatch_action: boolean },
  }),
  rich_text: block(everywhere, { required: { elements: richElements } }),
  video: block(everywhere, {
    required: {
      video_url: httpUrl,
      thumbnail_url: httpUrl,
      alt_text: string(limits.altText, 1),
      title: plainText(limits.videoTitle - 1),
    },
    optional: {
      title_url: httpUrl,
      author_name: string(limits.videoAuthor - 1),
      provider_name: string(limits.id),
      provider_icon_url: httpUrl,
      description: plainText(limits.videoTitle - 1),
    },
  }),
  file: block(messages, { required: { source: oneOf('remote'), external_id: id } }),
  table: block(messages, {
    required: { rows: arrayOf(arrayOf(cell, limits.tableColumns), limits.tableRows) },
    optional: {
      column_settings: arrayOf(
        shape({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }),
        limits.tableColumns,
        0,
      ),
    },
    also: sameLength,
  }),
};

const containable = byType(
  Object.fromEntries(Object.entries(simple).map(([type, kind]) => [type, kind.check])),
  new Set([
    'actions',
    'context',
    'divider',
    'file',
    'header',
    'image',
    'input',
    'rich_text',
    'section',
    'table',
    'video',
  ]),
);

export const blockKinds: Readonly<Record<string, BlockKind>> = {
  ...simple,
  data_table: block(messages, {
    required: {
      rows: arrayOf(arrayOf(dataCell, limits.tableColumns), limits.dataTableRows),
      caption: string(limits.id, 1),
    },
    optional: { page_size: number(1, limits.pageSize), row_header_column_index: number(0, limits.tableColumns - 1) },
    also: sameLength,
  }),
  data_visualization: block(messages, dataVisualization),
  alert: block(['modal'], {
    required: { text: anyText(limits.alert) },
    optional: { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  }),
  card: { surfaces: everywhere, check: card },
  carousel: block(['message', 'home'], { required: { elements: arrayOf(byType({ card }), limits.carouselCards) } }),
  container: block(messages, {
    required: { child_blocks: arrayOf(containable, limits.containerBlocks) },
    optional: {
      title: plainText(limits.containerTitle),
      rich_text_title: richTextBlock,
      subtitle: anyText(limits.containerTitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    also(value, pointer, checking) {
      if (value['title'] === undefined && value['rich_text_title'] === undefined) {
        report(checking, 'missing_field', 'missing required field: title', pointer);
      }
      if (value['default_collapsed'] === true && value['is_collapsible'] !== true) {
        report(checking, 'invalid_value', 'default_collapsed requires is_collapsible', `${pointer}/default_collapsed`);
      }
    },
  }),
  markdown: block(messages, { required: { text: string(limits.markdown, 1) } }),
  context_actions: block(messages, {
    required: { elements: arrayOf(elements(allowedElements.contextActions), limits.contextActions) },
  }),
  task_card: { surfaces: messages, check: task },
  plan: block(messages, {
    required: { title: string(limits.sectionText, 1) },
    optional: { tasks: arrayOf(byType({ task_card: task }), limits.blocksInMessage, 0) },
  }),
};

/** Returns the block's own id; undefined if it has none. */
export function blockIdOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value['block_id'] === 'string' ? value['block_id'] : undefined;
}
