/**
 * How much a message's blocks take of Slack's undocumented total: their text, and a little for each block and element.
 * Pure.
 */
import { limits } from './limits.ts';

/** Ids and values do not count as text. */
const notText = new Set([
  'block_id',
  'action_id',
  'value',
  'type',
  'style',
  'callback_id',
  'private_metadata',
  'align',
]);

export function weightOf(node: unknown, key = ''): number {
  if (typeof node === 'string') return notText.has(key) ? 0 : node.length;
  if (Array.isArray(node)) return node.reduce((sum: number, item: unknown) => sum + weightOf(item, key), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const own = 'type' in node ? limits.total.overhead : 0;
  return Object.entries(node).reduce((sum, [name, value]) => sum + weightOf(value, name), own);
}
