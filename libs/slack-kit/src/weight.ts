/**
 * Estimates how much of Slack's undocumented limit a message's blocks use: their text, and a little for each block and
 * element. Pure.
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
  if (Array.isArray(node)) {
    let sum = 0;
    for (const item of node) sum += weightOf(item, key);
    return sum;
  }
  if (typeof node !== 'object' || node === null) return 0;
  let sum = 'type' in node ? limits.total.overhead : 0;
  // `Object.entries` would build a list for each of a message's hundreds of nodes.
  for (const name in node) sum += weightOf((node as Readonly<Record<string, unknown>>)[name], name);
  return sum;
}
