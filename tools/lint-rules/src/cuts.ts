/**
 * Finds text that is cut to a length by `slice`, `substring` or `substr`, which may split a
 * character: use the domain's `cutText`. There is no type information, so text is recognised by
 * annotations, by how a value was made, and by the names of text fields in the workspace. Pure.
 */
import type { Files } from './places.ts';
import { nameOf, type Node, parse, type Use, walk } from './source.ts';

/** These methods return text. */
const textMethods = new Set([
  ...'trim, trimEnd, trimStart, replace, replaceAll, toLowerCase, toUpperCase, normalize, join'.split(', '),
  ...'toWellFormed, padStart, padEnd, repeat, toString, toISOString, stringify, text'.split(', '),
]);
const cutMethods = new Set(['slice', 'substring', 'substr']);
/**
 * The code that shows text to people or stores it. The stand-ins are not included, because they show no text of ours.
 */
const rooms = /^(?:apps\/|libs\/|tools\/launcher\/)/;
/** For each file, the texts that it may cut, because the cut splits no character. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // These files implement the cut between characters.
  'libs/domain/src/text/cut.ts': ['text'],
  'libs/slack-kit/src/cut-text.ts': ['head'],
  'libs/i18n/src/clip.ts': ['text'],
  // In ISO dates and times, each character is one code unit, so a cut can't split it.
  'apps/cli/src/text.ts': ['newDate(at).toISOString()'],
  'apps/slackbot/src/queries/query-codec.ts': ['compact'],
  'libs/domain/src/time/plain-date.ts': ['date', 'newDate(epochMs).toISOString()'],
  // A digit is one code unit too.
  'libs/domain/src/leads/dates.ts': ["fraction.padEnd(3,'0')"],
  'libs/domain/src/time/iso.ts': ["(parts['fraction']??'').padEnd(3,'0')"],
  'libs/domain/src/leads/mask.ts': ['digits'],
  // The part that is cut out is a whole word between two markers.
  'libs/domain/src/redact/own-person.ts': ['digits', 'name'],
  // The text is only compared or cut again later, never shown.
  'libs/domain/src/leads/error-list.ts': ['name'],
  'libs/domain/src/text/clean.ts': ['text'],
  // The text is cut at the position of a word that a search has found.
  'apps/slackbot/src/commands/scan.ts': ['plain'],
  // The end of PostgreSQL's output is parsed and never shown.
  'libs/postgres/src/cluster.ts': ['(said+text)'],
};

export const allowedCuts: Readonly<Record<string, readonly string[]>> = allowed;

/** Names of fields and functions whose values are text everywhere in the sources. */
export interface Names {
  readonly fields: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** A text that identifies these fields and functions, for caches. */
  readonly key: string;
}

export function textNames(files: Files): Names {
  const names = { field: new Map<string, boolean>(), function: new Map<string, boolean>() };
  for (const [file, text] of files) {
    // Tests are left out, because they may use any names.
    if (!/(?<!\.d|\.test|-fixtures)\.ts$/.test(file)) continue;
    for (const { kind, name, isText } of declarations(file, text)) {
      names[kind].set(name, (names[kind].get(name) ?? true) && isText);
    }
  }
  const [fields, functions] = [allTexts(names.field), allTexts(names.function)];
  return { fields, functions, key: JSON.stringify([[...fields].toSorted(), [...functions].toSorted()]) };
}

function allTexts(names: ReadonlyMap<string, boolean>): Set<string> {
  return new Set([...names].filter(([, isText]) => isText).map(([name]) => name));
}

interface Declared {
  readonly kind: 'field' | 'function';
  readonly name: string;
  readonly isText: boolean;
}

/** Cached by text, because a test checks the whole workspace again for each violation that it plants. */
const looked = new Map<string, readonly Declared[]>();

function declarations(file: string, text: string): readonly Declared[] {
  const known = looked.get(text);
  if (known !== undefined) return known;
  const found: Declared[] = [];
  walk(parse(file, text), null, (node) => {
    const type = annotationOf(node);
    if (node.type === 'TSPropertySignature' && type !== null) {
      found.push({ kind: 'field', name: nameOf(node['key']), isText: isTextType(type) });
    }
    if (node.type === 'FunctionDeclaration') {
      const isText = isTextType(annotated(node['returnType']));
      found.push({ kind: 'function', name: nameOf(node['id']), isText });
    }
  });
  looked.set(text, found);
  return found;
}

/**
 * Caches the cuts of each text. A result is used again only if the names in the workspace are still the same; a planted
 * violation rarely adds one.
 */
const cutsOf = new Map<string, { readonly key: string; readonly found: Use[] }>();

/**
 * Finds cuts of a text to a length, including the allowed ones. A cut at a position that a search has found
 * (`indexOf`, the index of a match) splits no character, so it is left out.
 */
export function rawCuts(file: string, text: string, names: Names): Use[] {
  if (!rooms.test(file) || !/\.(?:slice|substring|substr)\(/.test(text)) return [];
  const cached = cutsOf.get(text);
  if (cached?.key === names.key) return cached.found;
  const program = parse(file, text);
  const known = bindings(program, names);
  const found: Use[] = [];
  walk(program, null, (node) => {
    if (node.type !== 'CallExpression') return;
    const callee = asNode(node['callee']);
    const method = nameOf(callee?.['property']);
    const receiver = asNode(callee?.['object']);
    if (callee?.type !== 'MemberExpression' || receiver === null || !cutMethods.has(method)) return;
    if (!isText(receiver, known, names) || !isLength(node['arguments'] as readonly Node[], known)) return;
    const what = text.slice(receiver.start, receiver['end'] as number).replace(/\s+/g, '');
    found.push({ what, line: text.slice(0, node.start).split('\n').length });
  });
  cutsOf.set(text, { key: names.key, found });
  return found;
}

interface Bindings {
  readonly texts: ReadonlySet<string>;
  /** Names of values that are positions found in a text. */
  readonly places: ReadonlySet<string>;
}

function bindings(program: Node, names: Names): Bindings {
  const texts = new Map<string, boolean>();
  const places = new Set<string>();
  const note = (name: string, isOne: boolean): void => {
    // If a file has two values of one name, and one of them is a text, the name counts as text.
    if (name !== '') texts.set(name, (texts.get(name) ?? false) || isOne);
  };
  // A value may depend on one that is declared further down, so look twice.
  for (const _ of [1, 2]) {
    const known = { texts: allTexts(texts), places };
    texts.clear();
    walk(program, null, (node) => {
      if (node.type === 'Identifier' && annotationOf(node) !== null) note(nameOf(node), isTextType(annotationOf(node)));
      if (node.type === 'Property' && asNode(node['value'])?.type === 'Identifier' && node['shorthand'] === true) {
        if (names.fields.has(nameOf(node['key']))) note(nameOf(node['key']), true);
      }
      if (node.type !== 'VariableDeclarator' || annotationOf(asNode(node['id'])) !== null) return;
      const made = asNode(node['init']);
      if (made === null) return;
      note(nameOf(node['id']), isText(made, known, names));
      if (isSearched(made)) places.add(nameOf(node['id']));
    });
  }
  return { texts: allTexts(texts), places };
}

function isText(node: Node, known: Bindings, names: Names): boolean {
  switch (node.type) {
    case 'TemplateLiteral':
      return true;
    case 'Literal':
      return typeof node['value'] === 'string';
    case 'Identifier':
      return known.texts.has(nameOf(node));
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isText(asNode(node['expression'] ?? node['argument']) ?? node, known, names);
    case 'LogicalExpression':
      return [node['left'], node['right']].some((side) => isText(asNode(side) ?? node, known, names));
    case 'ConditionalExpression':
      return [node['consequent'], node['alternate']].some((side) => isText(asNode(side) ?? node, known, names));
    case 'BinaryExpression':
      return (
        node['operator'] === '+' &&
        [node['left'], node['right']].some((side) => isText(asNode(side) ?? node, known, names))
      );
    case 'MemberExpression':
      return names.fields.has(nameOf(node['property']));
    case 'CallExpression':
      return isTextCall(node, known, names);
    default:
      return false;
  }
}

function isTextCall(node: Node, known: Bindings, names: Names): boolean {
  const callee = asNode(node['callee']);
  if (callee?.type === 'Identifier') return nameOf(callee) === 'String' || names.functions.has(nameOf(callee));
  if (callee?.type !== 'MemberExpression') return false;
  const method = nameOf(callee['property']);
  if (textMethods.has(method)) return true;
  return cutMethods.has(method) && isText(asNode(callee['object']) ?? node, known, names);
}

/**
 * True for `slice(0, n)`, `slice(-n)` and `substring(a, b)`; false for `slice(1)`, `slice(1, -1)`
 * and `slice(0, at)`.
 */
function isLength(args: readonly Node[], { places }: Bindings): boolean {
  const [from, to] = args;
  if (from === undefined) return false;
  const isPlace = (node: Node): boolean => isSearched(node) || identifiers(node).some((name) => places.has(name));
  if (to === undefined) return from.type === 'UnaryExpression';
  if (isPlace(from)) return false;
  const isEnd = to.type === 'UnaryExpression' || isPlace(to) || identifiers(to).includes('length');
  return !isEnd;
}

function isSearched(node: Node): boolean {
  let found = false;
  walk(node, null, (inner) => {
    const name = inner.type === 'MemberExpression' ? nameOf(inner['property']) : '';
    found ||= ['indexOf', 'lastIndexOf', 'search', 'index', 'findIndex'].includes(name);
  });
  return found;
}

function identifiers(node: Node): string[] {
  const found: string[] = [];
  walk(node, null, (inner) => {
    if (inner.type === 'Identifier') found.push(nameOf(inner));
  });
  return found;
}

function annotationOf(node: Node | null): Node | null {
  return node === null ? null : annotated(node['typeAnnotation']);
}

function annotated(annotation: unknown): Node | null {
  const outer = asNode(annotation);
  return outer?.type === 'TSTypeAnnotation' ? asNode(outer['typeAnnotation']) : null;
}

/** Whether the type is `string`, `string | null`, or a named text such as `PlainDate`. */
function isTextType(node: Node | null): boolean {
  if (node === null) return false;
  if (node.type === 'TSStringKeyword') return true;
  if (node.type === 'TSUnionType') {
    const own = (node['types'] as readonly Node[]).filter(
      ({ type }) => type !== 'TSNullKeyword' && type !== 'TSUndefinedKeyword',
    );
    return own.length > 0 && own.every(isTextType);
  }
  return false;
}

function asNode(value: unknown): Node | null {
  return typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : null;
}
