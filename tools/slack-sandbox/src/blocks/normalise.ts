/**
 * Adds to accepted blocks the ids that the app left out, as Slack does: a `block_id`, and an `action_id` for
 * interactive elements.
 */
import { isRecord, type Json } from '../json.ts';
import { newBlockId } from '../state/ids.ts';
import { interactiveElements } from './elements.ts';

export function normaliseBlocks(blocks: readonly unknown[]): unknown[] {
  return blocks.map((block) => (isRecord(block) ? withId(block) : block));
}

function withId(block: Json): Json {
  const made = nameActions(block);
  if (made['block_id'] === undefined || made['block_id'] === '') made['block_id'] = newBlockId();
  return made;
}

function nameActions(value: Json): Json {
  const made: Json = {};
  for (const [key, item] of Object.entries(value)) {
    // The children of a container are blocks of their own.
    if (key === 'child_blocks' && Array.isArray(item)) made[key] = normaliseBlocks(item);
    else if (key === 'value' || key === 'options' || key === 'option_groups') made[key] = item;
    else if (Array.isArray(item))
      made[key] = item.map((entry) => (isRecord(entry) ? nameActions(entry) : (entry as unknown)));
    else made[key] = isRecord(item) ? nameActions(item) : item;
  }
  if (
    typeof made['type'] === 'string' &&
    interactiveElements.has(made['type']) &&
    typeof made['action_id'] !== 'string'
  ) {
    made['action_id'] = newBlockId();
  }
  // Blocks inside a container or carousel can be found by their own ids too.
  if (made['type'] === 'actions' || made['type'] === 'input' || made['type'] === 'card')
    made['block_id'] ??= newBlockId();
  return made;
}
