/**
 * Finds blocks that Slack would refuse according to the table of limits, for tests and goldens. Pure. Each problem is a
 * JSON pointer and a description. Only the blocks as they are sent count, not how they were made.
 */
import { limits } from './limits.ts';
import type { Surface } from './limits.ts';
import { weightOf } from './weight.ts';

type Fields = Readonly<Record<string, unknown>>;
type Say = (path: string, problem: string) => void;

const known = new Set(['header', 'section', 'context', 'actions', 'divider', 'table', 'rich_text']);

/** Returns an empty list if Slack would accept the blocks. */
export function checkBlocks(blocks: readonly unknown[], surface: Surface): string[] {
  const problems: string[] = [];
  const say: Say = (path, problem) => problems.push(`${path}: ${problem}`);
  if (blocks.length > limits.blocks[surface]) say('', `${blocks.length} blocks`);
  const weight = weightOf(blocks);
  if (surface !== 'modal' && weight > limits.total.characters) say('', `${weight} characters in all`);
  if (blocks.filter((block) => fieldsOf(block)['type'] === 'table').length > limits.table.perMessage)
    say('', 'more than one table');
  unique(blocks, 'block_id', limits.blockId, say);
  unique(blocks, 'action_id', limits.actionId, say);
  for (const [index, block] of blocks.entries()) checkBlock(fieldsOf(block), `/${index}`, surface, say);
  return problems;
}

function checkBlock(block: Fields, path: string, surface: Surface, say: Say): void {
  switch (block['type']) {
    case 'header':
      text(block['text'], `${path}/text`, limits.header, say, ['plain_text']);
      break;
    case 'section':
      checkSection(block, path, say);
      break;
    case 'context':
      count(block['elements'], `${path}/elements`, limits.context.elements, say);
      for (const [index, element] of list(block['elements']).entries())
        text(element, `${path}/elements/${index}`, limits.context.text, say);
      break;
    case 'actions':
      count(block['elements'], `${path}/elements`, limits.actions, say);
      for (const [index, element] of list(block['elements']).entries())
        checkElement(fieldsOf(element), `${path}/elements/${index}`, say);
      break;
    case 'rich_text':
      checkRichText(block, path, limits.richText, say);
      break;
    case 'table':
      if (surface !== 'message') say(path, `no tables in a ${surface}`);
      checkTable(block, path, say);
      break;
    default:
      if (!known.has(String(block['type']))) say(path, `unknown block ${String(block['type'])}`);
  }
}

function checkSection(block: Fields, path: string, say: Say): void {
  if (block['text'] === undefined && block['fields'] === undefined) say(path, 'neither text nor fields');
  if (block['text'] !== undefined) text(block['text'], `${path}/text`, limits.sectionText, say);
  if (block['fields'] !== undefined) count(block['fields'], `${path}/fields`, limits.fields.count, say);
  for (const [index, field] of list(block['fields']).entries())
    text(field, `${path}/fields/${index}`, limits.fields.text, say);
  if (block['accessory'] !== undefined) checkElement(fieldsOf(block['accessory']), `${path}/accessory`, say);
}

function checkElement(element: Fields, path: string, say: Say): void {
  if (element['type'] === 'button') {
    text(element['text'], `${path}/text`, limits.button.text, say, ['plain_text']);
    length(element['value'], `${path}/value`, limits.button.value, say);
    if (element['confirm'] !== undefined) checkConfirm(fieldsOf(element['confirm']), `${path}/confirm`, say);
    return;
  }
  if (element['type'] === 'overflow') {
    count(element['options'], `${path}/options`, limits.menu.options, say);
    for (const [index, option] of list(element['options']).map(fieldsOf).entries()) {
      text(option['text'], `${path}/options/${index}/text`, limits.menu.label, say, ['plain_text']);
      length(option['value'], `${path}/options/${index}/value`, limits.menu.value, say);
    }
    return;
  }
  if (element['type'] !== 'static_select') {
    say(path, `unknown element ${String(element['type'])}`);
    return;
  }
  text(element['placeholder'], `${path}/placeholder`, limits.select.placeholder, say, ['plain_text']);
  count(element['options'], `${path}/options`, limits.select.options, say);
  const options = list(element['options']).map(fieldsOf);
  for (const [index, option] of options.entries()) {
    text(option['text'], `${path}/options/${index}/text`, limits.select.label, say, ['plain_text']);
    length(option['value'], `${path}/options/${index}/value`, limits.select.value, say);
  }
  const initial = element['initial_option'];
  if (initial !== undefined && !options.some((option) => JSON.stringify(option) === JSON.stringify(initial)))
    say(`${path}/initial_option`, 'not one of the options');
}

function checkConfirm(confirm: Fields, path: string, say: Say): void {
  const { title, text: question, answer } = limits.confirm;
  const parts = { title, text: question, confirm: answer, deny: answer };
  for (const [name, max] of Object.entries(parts)) text(confirm[name], `${path}/${name}`, max, say, ['plain_text']);
}

function checkTable(block: Fields, path: string, say: Say): void {
  count(block['rows'], `${path}/rows`, limits.table.rows, say);
  for (const [index, row] of list(block['rows']).entries()) {
    count(row, `${path}/rows/${index}`, limits.table.columns, say);
    for (const [column, cell] of list(row).entries()) {
      const at = `${path}/rows/${index}/${column}`;
      if (fieldsOf(cell)['type'] === 'rich_text') checkRichText(fieldsOf(cell), at, limits.table.cell, say);
      else length(fieldsOf(cell)['text'], `${at}/text`, limits.table.cell, say);
    }
  }
}

function checkRichText(block: Fields, path: string, max: number, say: Say): void {
  count(block['elements'], `${path}/elements`, Infinity, say);
  const pieces = list(block['elements']).flatMap((section) => list(fieldsOf(section)['elements']).map(fieldsOf));
  if (pieces.length === 0) say(path, 'no text');
  let all = 0;
  for (const piece of pieces) {
    const own = piece['user_id'] ?? piece['channel_id'] ?? piece['text'];
    if (typeof own !== 'string' || own === '') say(path, 'an empty element');
    else all += own.length;
  }
  if (all > max) say(path, `${all} characters of ${max}`);
}

function text(object: unknown, path: string, max: number, say: Say, types = ['plain_text', 'mrkdwn']): void {
  const fields = fieldsOf(object);
  if (!types.includes(String(fields['type']))) say(path, `a ${String(fields['type'])}`);
  length(fields['text'], `${path}/text`, max, say);
}

function length(value: unknown, path: string, max: number, say: Say): void {
  if (typeof value !== 'string' || value === '') say(path, 'empty');
  else if (value.length > max) say(path, `${value.length} characters of ${max}`);
  else if (!value.isWellFormed()) say(path, 'half a character');
}

function count(value: unknown, path: string, max: number, say: Say): void {
  const { length } = list(value);
  if (length === 0) say(path, 'empty');
  if (length > max) say(path, `${length} of ${max}`);
}

function unique(blocks: readonly unknown[], key: string, max: number, say: Say): void {
  const ids = collect(blocks, key);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) say('', `${key} ${id} twice`);
    if (id.length > max || id === '') say('', `${key} of ${id.length} characters`);
  }
}

function collect(node: unknown, key: string): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => collect(item, key));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : collect(value, key),
  );
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
