/**
 * Finds interactive elements in accepted blocks, and the initial state from their `initial_…`
 * values. Pure.
 */
import { isRecord, list, text, type Json } from '../json.ts';

const selectElements: ReadonlySet<string> = new Set(
  ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
    `${kind}_select`,
    `multi_${kind}_select`,
  ]),
);

/** The elements that keep a value in `state.values`. */
export const statefulElements: ReadonlySet<string> = new Set([
  ...selectElements,
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'radio_buttons',
  'checkboxes',
  'file_input',
]);

export const interactiveElements: ReadonlySet<string> = new Set([
  ...statefulElements,
  'button',
  'overflow',
  'workflow_button',
  'feedback_buttons',
  'icon_button',
]);

export interface FoundElement {
  blockId: string;
  element: Json;
  /** Whether the block is an `input`. Its element must be filled in, unless the block is optional. */
  input: boolean;
  optional: boolean;
}

export function* elementsOf(blocks: readonly unknown[]): Generator<FoundElement> {
  for (const block of blocks) {
    if (isRecord(block)) yield* within(block, text(block['block_id']) ?? '', block);
  }
}

function* within(value: Json, blockId: string, block: Json): Generator<FoundElement> {
  for (const [key, item] of Object.entries(value)) {
    if (key === 'options' || key === 'option_groups') continue;
    for (const entry of Array.isArray(item) ? list(item) : [item]) {
      if (Array.isArray(entry)) yield* within({ cells: entry }, blockId, block);
      if (!isRecord(entry)) continue;
      const type = entry['type'];
      if (typeof type === 'string' && interactiveElements.has(type)) {
        yield { blockId, element: entry, input: block['type'] === 'input', optional: block['optional'] === true };
      }
      const inner = typeof entry['block_id'] === 'string' ? entry['block_id'] : blockId;
      yield* within(entry, inner, inner === blockId ? block : entry);
    }
  }
}

export function findElement(
  blocks: readonly unknown[],
  blockId: string | undefined,
  actionId: string,
): FoundElement | undefined {
  for (const found of elementsOf(blocks)) {
    if (found.element['action_id'] === actionId && (blockId === undefined || found.blockId === blockId)) return found;
  }
  return undefined;
}

export type StateValues = Record<string, Record<string, unknown>>;

/** Returns `state.values` before any input has been changed. */
export function initialState(blocks: readonly unknown[]): StateValues {
  const values: StateValues = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const type = String(element['type']);
    if (!statefulElements.has(type)) continue;
    (values[blockId] ??= {})[String(element['action_id'])] = { type, ...initialValue(type, element) };
  }
  return values;
}

function initialValue(type: string, element: Json): Json {
  const initial = (key: string): unknown => element[`initial_${key}`] ?? null;
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: initial('option') };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { selected_options: element['initial_options'] ?? [] };
    case 'users_select':
      return { selected_user: initial('user') };
    case 'channels_select':
      return { selected_channel: initial('channel') };
    case 'conversations_select':
      return { selected_conversation: initial('conversation') };
    case 'multi_users_select':
      return { selected_users: element['initial_users'] ?? [] };
    case 'multi_channels_select':
      return { selected_channels: element['initial_channels'] ?? [] };
    case 'multi_conversations_select':
      return { selected_conversations: element['initial_conversations'] ?? [] };
    case 'datepicker':
      return { selected_date: initial('date') };
    case 'timepicker':
      return { selected_time: initial('time') };
    case 'datetimepicker':
      return { selected_date_time: initial('date_time') };
    case 'rich_text_input':
      return { rich_text_value: initial('value') };
    case 'file_input':
      return { files: [] };
    default:
      return { value: initial('value') };
  }
}

/** Adds the page's values to the stored state; only values of existing inputs count. */
export function mergeState(kept: StateValues, given: unknown): StateValues {
  const merged: StateValues = {};
  for (const [blockId, actions] of Object.entries(kept)) {
    const sent = isRecord(given) && isRecord(given[blockId]) ? given[blockId] : {};
    merged[blockId] = {};
    for (const [actionId, value] of Object.entries(actions)) merged[blockId][actionId] = sent[actionId] ?? value;
  }
  return merged;
}
