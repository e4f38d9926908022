/**
 * For tests: the readable text of a message or modal that is sent to Slack, and the checks that each of them must pass.
 * Pure.
 */
import { asRead } from '@leadbell/testing';
import { checkBlocks, firstForm } from '@leadbell/slack-kit';

type Node = Readonly<Record<string, unknown>>;

/** The lines as the screen shows them, without marks of direction or style. Links are written as `label <address>`. */
export function textOf({ blocks }: { readonly blocks?: unknown }): string {
  return asRead(
    listOf(blocks)
      .flatMap((block) => linesOf(nodeOf(block)))
      .join('\n'),
  );
}

export interface Pressable {
  readonly text: string;
  readonly label: string;
  readonly value: string;
}

/** The buttons, each with the text beside it. */
export function buttonsOf({ blocks }: { readonly blocks?: unknown }): readonly Pressable[] {
  return listOf(blocks).flatMap((block) => {
    const { accessory, elements } = nodeOf(block);
    const text = asRead(linesOf(nodeOf(block)).join('\n'));
    return [...(accessory === undefined ? [] : [accessory]), ...listOf(elements)].flatMap((element) => {
      const { type, value, text: label } = nodeOf(element);
      return type === 'button' ? [{ text, label: String(nodeOf(label)['text']), value: String(value) }] : [];
    });
  });
}

/**
 * The faults of a message. A message without faults is accepted by Slack, and has no halved
 * characters, no reversed text and no mentions that come from data.
 */
export function faultsOf(
  payload: { readonly blocks?: unknown; readonly fallback?: unknown },
  surface: 'message' | 'modal',
): readonly string[] {
  // Check the fallback instead of a chart: the table of limits has no charts, and workspaces that reject charts get the
  // fallback.
  const faults = [...checkBlocks(firstForm(payload).fallback ?? listOf(payload.blocks), surface)];
  for (const text of stringsIn(payload)) {
    if (!text.isWellFormed()) faults.push(`half a character in ${JSON.stringify(text)}`);
    if (text.includes('\0')) faults.push('U+0000');
    if (/[\u202A-\u202E]/.test(text)) faults.push(`turned text in ${JSON.stringify(text)}`);
    const opened = text.match(/[\u2066-\u2068]/g)?.length ?? 0;
    if (opened !== (text.match(/\u2069/g)?.length ?? 0)) faults.push(`an open isolate in ${JSON.stringify(text)}`);
  }
  for (const text of markupIn(payload))
    if (/<[!@#]|:[a-z_]+:/.test(text)) faults.push(`markup in ${JSON.stringify(text)}`);
  return faults;
}

function linesOf(block: Node): string[] {
  switch (block['type']) {
    case 'section':
      return [
        ...(block['text'] === undefined ? [] : [objectText(block['text'])]),
        ...listOf(block['fields']).map((field) => objectText(field).replace('\n', ': ')),
      ];
    case 'header':
      return [objectText(block['text'])];
    case 'context':
      return listOf(block['elements']).map(objectText);
    case 'rich_text':
      return listOf(block['elements']).map((section) => listOf(nodeOf(section)['elements']).map(richText).join(''));
    default:
      return [];
  }
}

/** The text of an object as it is displayed. Data in `mrkdwn` has no marks of style, because they were escaped. */
function objectText(object: unknown): string {
  const { type, text } = nodeOf(object);
  if (type !== 'mrkdwn') return String(text);
  return String(text)
    .replaceAll(/<([^|>]+)\|([^>]*)>/g, '$2 <$1>')
    .replaceAll(/[*`]/g, '')
    .replaceAll(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '');
}

function richText(element: unknown): string {
  const { type, text, url } = nodeOf(element);
  return type === 'link' ? `${String(text)} <${String(url)}>` : String(text);
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (nodeOf(value)['type'] === 'rich_text_section')
    yield listOf(nodeOf(value)['elements']).map(richText).join('');
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* stringsIn(inner);
    }
}

function* markupIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { type, text } = nodeOf(value);
  if (type === 'mrkdwn') yield String(text);
  for (const inner of Object.values(value)) yield* markupIn(inner);
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
