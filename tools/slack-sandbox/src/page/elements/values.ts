/** Reads and writes values of elements in Slack's form, as in `state.values` and `block_actions`. Pure. */
import { isRecord, list, record, text, type Json } from '../json.ts';

export type Values = Record<string, Record<string, unknown>>;

export interface Placed {
  blockId: string;
  element: Json;
}

const valueKeys: Readonly<Record<string, string>> = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  rich_text_input: 'rich_text_value',
  file_input: 'files',
};

/** Returns the key of an element's value; undefined for buttons and other elements without a value. */
function valueKey(element: Json): string | undefined {
  const type = text(element['type']) ?? '';
  return Object.hasOwn(valueKeys, type) ? valueKeys[type] : undefined;
}

export function idOf(element: Json): string {
  return text(element['action_id']) ?? '';
}

function stateValue(element: Json, value: unknown): Json {
  return { type: element['type'], [valueKey(element) ?? 'value']: value };
}

/** Returns the element's `initial_…` in the form of a chosen value. */
export function initialValue(element: Json): unknown {
  const key = valueKey(element);
  if (key === undefined) return undefined;
  if (key === 'files') return [];
  const initial = element[`initial_${key.replace(/^selected_|^rich_text_/, '')}`];
  return initial ?? (key.endsWith('s') ? [] : null);
}

/** Yields every stateful element with the block around it. */
function* statefulElements(blocks: readonly unknown[], within = ''): Generator<Placed> {
  for (const block of blocks) {
    if (!isRecord(block)) continue;
    const blockId = text(block['block_id']) ?? within;
    if (valueKey(block) !== undefined && text(block['action_id']) !== undefined) yield { blockId, element: block };
    for (const key of ['element', 'accessory']) yield* statefulElements([block[key]], blockId);
    for (const key of ['elements', 'child_blocks', 'actions']) yield* statefulElements(list(block[key]), blockId);
  }
}

/**
 * Returns a value for each element of `blocks`: the one in `kept` if it is from an element of the same type, otherwise
 * the initial value.
 */
export function stateOf(blocks: readonly unknown[], kept: Values = {}): Values {
  const values: Values = {};
  for (const { blockId, element } of statefulElements(blocks)) {
    const known = kept[blockId]?.[idOf(element)];
    const same = record(known)['type'] === element['type'];
    (values[blockId] ??= {})[idOf(element)] = same ? known : stateValue(element, initialValue(element));
  }
  return values;
}

export function valueIn(values: Values, blockId: string, element: Json): unknown {
  const key = valueKey(element);
  return key === undefined ? undefined : record(values[blockId]?.[idOf(element)])[key];
}

export function withValue(values: Values, blockId: string, element: Json, value: unknown): Values {
  return { ...values, [blockId]: { ...values[blockId], [idOf(element)]: stateValue(element, value) } };
}

/**
 * Returns the element's part of a `block_actions` payload. `chosen`: the value that was just
 * chosen, or the option of an overflow menu.
 */
export function actionPart(blockId: string, element: Json, chosen?: unknown): Json {
  const part: Json = { type: element['type'], action_id: idOf(element), block_id: blockId };
  if (isRecord(element['placeholder'])) part['placeholder'] = element['placeholder'];
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
    case 'icon_button': {
      for (const key of ['text', 'value', 'style']) if (element[key] !== undefined) part[key] = element[key];
      return part;
    }
    case 'overflow':
      return { ...part, selected_option: chosen };
    case 'feedback_buttons':
      return { ...part, text: record(chosen)['text'], value: record(chosen)['value'] };
    default:
      return { ...part, [valueKey(element) ?? 'value']: chosen };
  }
}

/** Returns the options of a select, with the labels of their groups if there are any. */
export function optionGroups(source: Json): { label: string; options: Json[] }[] {
  const groups = list(source['option_groups']).filter(isRecord);
  if (groups.length > 0)
    return groups.map((group) => ({
      label: text(record(group['label'])['text']) ?? '',
      options: list(group['options']).filter(isRecord),
    }));
  return [{ label: '', options: list(source['options']).filter(isRecord) }];
}
