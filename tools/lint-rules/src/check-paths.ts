/** Checks every path in the tables: a path without files would guard nothing. Pure. */
import { allowedCuts } from './cuts.ts';
import type { Layers } from './layers.ts';
import type { Files } from './places.ts';
import { doors, privateInside, rooms } from './rooms.ts';
import type { Violation } from './violation.ts';

interface Named {
  readonly table: string;
  readonly path: string;
}

export function checkPaths(files: Files, layers: readonly Layers[]): Violation[] {
  const there = pathsOf(files);
  return [...pathsOfTables(layers)]
    .filter(({ path }) => !there.has(path))
    .map(({ table, path }) => ({
      file: `tools/lint-rules/src/${table}`,
      line: 1,
      rule: 'path',
      says: `names ${path}, and there is no such file or folder: what it guarded has moved, or is gone`,
    }));
}

/** Returns every path that a table may contain: each file, with and without its `.ts`, and each folder above it. */
function pathsOf(files: Files): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const file of files.keys()) {
    paths.add(file);
    if (file.endsWith('.ts')) paths.add(file.slice(0, -'.ts'.length));
    let end = file.lastIndexOf('/');
    // Stop at a folder that was added before: the folders above it were added too.
    for (; end > 0 && !paths.has(file.slice(0, end)); end = file.lastIndexOf('/', end - 1))
      paths.add(file.slice(0, end));
  }
  return paths;
}

function* pathsOfTables(all: readonly Layers[]): Generator<Named> {
  for (const { path } of rooms) yield { table: 'rooms.ts', path };
  for (const path of Object.values(doors).flat()) yield { table: 'rooms.ts', path };
  for (const { project } of privateInside) yield { table: 'rooms.ts', path: project };
  for (const { project, layers } of all) {
    for (const entry of layers.flat()) yield { table: 'layers.ts', path: `${project}/src/${entry}` };
  }
  for (const path of Object.keys(allowedCuts)) yield { table: 'cuts.ts', path };
}
