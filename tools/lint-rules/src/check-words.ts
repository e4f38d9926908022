/**
 * Checks that only a feature and the code above it read its section of the words; shared words are
 * in `words/`. Pure.
 */
import { isUpward, type Layers, placeOf } from './layers.ts';
import { type Files, isSource, isTest, packageOf } from './places.ts';
import { nameOf, type Node, parse, type Use, walk } from './source.ts';
import type { Violation } from './violation.ts';

const ownWords = /^(.+\/features\/[^/]+)\/words\.en\.ts$/;

export function checkWords(files: Files, all: readonly Layers[]): Violation[] {
  const owners = ownersOf(files);
  return [...files].flatMap(([file, text]) => {
    const layers = all.find(({ project }) => project === packageOf(file));
    if (layers === undefined || !isSource(file) || isTest(file) || !/essages/.test(text)) return [];
    return sectionsRead(file, text, owners).flatMap(({ what, line }) => {
      const owner = owners.get(what) ?? '';
      const [from, to] = [placeOf(layers, file), placeOf(layers, owner)];
      if (from === undefined || to === undefined || !isUpward(from, to)) return [];
      const says = `reads the words ${what} of ${owner}: ${from.entry} -> ${to.entry} goes up or sideways; move what both say to words/`;
      return [{ file, line, rule: 'words' as const, says }];
    });
  });
}

/** Returns for each section of `Messages` the feature's file that declares it. */
function ownersOf(files: Files): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const [file, text] of files) {
    if (!ownWords.test(file)) continue;
    walk(parse(file, text), null, (node) => {
      if (node.type !== 'VariableDeclarator' || nameOf(node['id']) !== 'en') return;
      for (const name of keysOf(node['init'])) if (name !== 'commands') owners.set(name, file);
    });
  }
  return owners;
}

function sectionsRead(file: string, text: string, owners: ReadonlyMap<string, string>): readonly Use[] {
  return readIn(file, text).filter(({ what }) => owners.has(what));
}

/** Cached by text, because a test checks the whole workspace again for each violation that it plants. */
const known = new Map<string, readonly Use[]>();

function readIn(file: string, text: string): readonly Use[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  const found: Use[] = [];
  walk(parse(file, text), null, (node) => {
    for (const what of namesIn(node)) found.push({ what, line: text.slice(0, node.start).split('\n').length });
  });
  known.set(text, found);
  return found;
}

/**
 * Finds sections in `messages.alerts`, `const { alerts } = messages`, `({ alerts }: Messages)`, `{
 * messages: { alerts } }` and `Messages['alerts']`.
 */
function namesIn(node: Node): readonly string[] {
  switch (node.type) {
    case 'MemberExpression':
      return isMessages(node['object']) ? [nameOf(node['property'])] : [];
    case 'VariableDeclarator':
      return isMessages(node['init']) ? keysOf(node['id']) : [];
    case 'ObjectPattern':
      return typeOf(node['typeAnnotation']) === 'Messages' ? keysOf(node) : [];
    case 'Property':
      return nameOf(node['key']) === 'messages' ? keysOf(node['value'], 'ObjectPattern') : [];
    case 'TSIndexedAccessType':
      return nameOf(part(node['objectType'], 'typeName')) === 'Messages'
        ? [String(part(part(node['indexType'], 'literal'), 'value'))]
        : [];
    default:
      return [];
  }
}

function isMessages(node: unknown): boolean {
  const type = part(node, 'type');
  if (type === 'MemberExpression') return nameOf(part(node, 'property')) === 'messages';
  if (type === 'CallExpression') return nameOf(part(node, 'callee')) === 'messagesFor';
  return nameOf(node) === 'messages';
}

function typeOf(annotation: unknown): string {
  return nameOf(part(part(annotation, 'typeAnnotation'), 'typeName'));
}

/** Returns the keys of an object or of an object pattern. */
function keysOf(node: unknown, type?: string): string[] {
  const properties = part(node, 'properties');
  if (!Array.isArray(properties) || (type !== undefined && part(node, 'type') !== type)) return [];
  return properties.map((property) => nameOf(part(property, 'key'))).filter((name) => name !== '');
}

function part(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Readonly<Record<string, unknown>>)[name] : undefined;
}
