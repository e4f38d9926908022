/** Measures the length and the number of parameters of each function in a file. Pure. */
import { nameOf, type Node, parse, walk } from './source.ts';

export interface FunctionSize {
  readonly name: string;
  /** The line, counted from 1. */
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

const kinds = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Throws if the file can't be parsed. */
export function functionsIn(file: string, text: string): FunctionSize[] {
  const found: FunctionSize[] = [];
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  walk(parse(file, text), null, (node, parent) => {
    if (!kinds.has(node.type)) return;
    const line = lineAt(node.start);
    const parameters = Array.isArray(node['params']) ? node['params'].length : 0;
    found.push({ name: nameFor(node, parent), line, lines: lineAt(Number(node['end'])) - line + 1, parameters });
  });
  return found;
}

/** Returns the function's own name, or the name of the constant, field or method that it is assigned to. */
function nameFor(node: Node, parent: Node | null): string {
  return nameOf(node['id']) || nameOf(parent?.['id']) || nameOf(parent?.['key']) || '(no name)';
}
