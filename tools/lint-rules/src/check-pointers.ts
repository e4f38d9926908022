/**
 * Checks that documents and comments refer only to existing things: it finds moved files, renamed
 * names and missing headings. Pure.
 */
import { posix } from 'node:path';
import { filesOfOthers, namesOfOthers } from './others.ts';
import type { Files } from './places.ts';
import { anchorsOf, isPath, lastOf, type Pointer, pointersOf } from './pointers.ts';
import { isCode, wordsOfCode } from './source.ts';
import type { Violation } from './violation.ts';

const lists = 'tools/lint-rules/src/others.ts';

export function checkPointers(files: Files, others = { names: namesOfOthers, files: filesOfOthers }): Violation[] {
  const known = {
    paths: [...files.keys()].map((name) => `/${name}`).join('\n'),
    words: new Set(
      [...files].flatMap(([file, text]) => (isCode(file) && file !== lists ? [...wordsOfCode(file, text)] : [])),
    ),
    anchors: new Map(
      [...files].flatMap(([file, text]) => (file.endsWith('.md') ? [[file, anchorsOf(text)] as const] : [])),
    ),
  };
  const used = new Set<string>();
  const stale = [...files].flatMap(([file, text]) =>
    file.endsWith('.md') || isCode(file)
      ? pointersOf(file, text)
          .filter((pointer) => !isThere(file, pointer))
          .map((pointer) => violationOf(file, pointer))
      : [],
  );
  return [...stale, ...unused([...others.names, ...others.files].filter((name) => !used.has(name)))];

  function isThere(file: string, pointer: Pointer): boolean {
    const { kind, says } = pointer;
    if (kind === 'link') return isLink(file, says);
    const [name, list, isOurs] =
      kind === 'path'
        ? ([says, others.files, isPath(says, file, known.paths)] as const)
        : ([lastOf(says), others.names, known.words.has(lastOf(says))] as const);
    if (isOurs) return true;
    if (!list.includes(name)) return false;
    used.add(name);
    return true;
  }

  function isLink(file: string, says: string): boolean {
    const [path = '', anchor] = says.split('#');
    const target = path === '' ? file : posix.join(posix.dirname(file), path);
    if (!`${known.paths}\n`.includes(`/${target.replace(/\/$/, '')}${files.has(target) ? '\n' : '/'}`)) return false;
    return anchor === undefined || known.anchors.get(target)?.has(anchor) === true;
  }
}

function violationOf(file: string, { kind, says, line }: Pointer): Violation {
  const what = { path: 'no such file or folder', name: 'no such name in the code', link: 'no such page or heading' }[
    kind
  ];
  return { file, line, rule: 'pointer', says: `points to ${says}, and there is ${what}` };
}

function unused(names: readonly string[]): Violation[] {
  return names.map((name) => ({
    file: lists,
    line: 1,
    rule: 'pointer',
    says: `nothing points to ${name}: take it off the list`,
  }));
}
