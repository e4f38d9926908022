/** Validates blocks as Slack does before it accepts them. Pure: returns an empty list if the blocks are accepted. */
import { isRecord, list, type Json } from '../json.ts';
import { blockIdOf, blockKinds } from './block-shapes.ts';
import { report, type Checking, type Surface } from './check.ts';
import { elementsOf } from './elements.ts';
import { blockLimits } from './limits.ts';
import type { BlockProblem } from './problem.ts';

export type { Surface } from './check.ts';

export function validateBlocks(blocks: unknown, surface: Surface): BlockProblem[] {
  const checking: Checking = { surface, problems: [], blockIds: new Set() };
  if (!Array.isArray(blocks)) {
    report(checking, 'invalid_type', 'must provide an array', '/blocks');
    return checking.problems;
  }
  const most = surface === 'message' ? blockLimits.blocksInMessage : blockLimits.blocksInView;
  if (blocks.length > most) report(checking, 'too_many', `no more than ${most} items allowed`, '/blocks');
  for (const [at, block] of blocks.entries()) checkBlock(block, `/blocks/${at}`, checking);
  checkActionIds(blocks, checking);
  if (surface === 'message') checkMessage(blocks, checking);
  return checking.problems;
}

function checkBlock(block: unknown, pointer: string, checking: Checking): void {
  if (!isRecord(block)) return report(checking, 'invalid_type', 'must provide an object', pointer);
  const { type } = block;
  if (typeof type !== 'string') return report(checking, 'missing_field', 'missing required field: type', pointer);
  const kind = Object.hasOwn(blockKinds, type) ? blockKinds[type] : undefined;
  if (kind === undefined || !kind.surfaces.includes(checking.surface)) {
    return report(checking, 'unsupported_type', `unsupported type: ${type}`, `${pointer}/type`);
  }
  kind.check(block, pointer, checking);
  for (const [id, where] of idsWithin(block, pointer)) {
    if (checking.blockIds.has(id))
      report(checking, 'duplicate', `\`block_id\` "${id}" already exists for another block`, where);
    checking.blockIds.add(id);
  }
}

function* idsWithin(block: Json, pointer: string): Generator<[string, string]> {
  const own = blockIdOf(block);
  if (own !== undefined) yield [own, `${pointer}/block_id`];
  for (const key of ['child_blocks', 'elements', 'tasks']) {
    for (const [at, child] of list(block[key]).entries()) {
      const id = blockIdOf(child);
      if (id !== undefined) yield [id, `${pointer}/${key}/${at}/block_id`];
    }
  }
}

/** Within one block, every action id must be unique; a card and a child of a container count as blocks of their own. */
function checkActionIds(blocks: readonly unknown[], checking: Checking, pointer = '/blocks'): void {
  for (const [at, block] of blocks.entries()) {
    if (!isRecord(block)) continue;
    if (block['type'] === 'carousel') checkActionIds(list(block['elements']), checking, `${pointer}/${at}/elements`);
    else if (block['type'] === 'container')
      checkActionIds(list(block['child_blocks']), checking, `${pointer}/${at}/child_blocks`);
    else checkOneBlock(block, `${pointer}/${at}`, checking);
  }
}

function checkOneBlock(block: Json, pointer: string, checking: Checking): void {
  const seen = new Set<unknown>();
  for (const { element } of elementsOf([block])) {
    const actionId = element['action_id'];
    if (typeof actionId !== 'string') continue;
    if (seen.has(actionId))
      report(checking, 'duplicate', `\`action_id\` "${actionId}" already exists for another element`, pointer);
    seen.add(actionId);
  }
}

const onlySome: readonly [string, number, string][] = [
  ['table', blockLimits.tablesInMessage, 'only_one_table_allowed'],
  ['data_table', blockLimits.dataTablesInMessage, 'only_one_table_allowed'],
  ['data_visualization', blockLimits.chartsInMessage, 'too_many'],
];

function checkMessage(blocks: readonly unknown[], checking: Checking): void {
  for (const [type, most, code] of onlySome) {
    const found = blocks.filter((block) => isRecord(block) && block['type'] === type).length;
    if (found > most)
      report(checking, code, `no more than ${most} ${type} block${most === 1 ? '' : 's'} allowed`, '/blocks');
  }
  if (charactersIn(blocks) > blockLimits.messageCharacters) {
    report(
      checking,
      'msg_blocks_too_long',
      `blocks must hold less than ${blockLimits.messageCharacters + 1} characters of text`,
      '/blocks',
    );
  }
}

const shownKeys = new Set(['text', 'title', 'subtitle', 'label', 'name', 'caption', 'alt_text', 'fallback']);

/** Counts the characters of readable text, but not of ids, values and addresses. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (!isRecord(value)) return 0;
  let sum = 0;
  for (const [key, item] of Object.entries(value)) {
    sum += typeof item === 'string' ? (shownKeys.has(key) ? item.length : 0) : charactersIn(item);
  }
  return sum;
}
