/** Checks every path in the tables: one without files guards nothing. Pure. */
import { allowedCuts } from './cuts.ts';
import type { Layers } from './layers.ts';
import { type Files, holds } from './places.ts';
import { doors, privateInside, rooms } from './rooms.ts';
import type { Violation } from './violation.ts';

interface Named {
  readonly table: string;
  readonly path: string;
}

export function checkPaths(files: Files, layers: readonly Layers[]): Violation[] {
  const names = [...files.keys()];
  return [...pathsOfTables(layers)]
    .filter(({ path }) => !names.some((file) => holds(path, file)))
    .map(({ table, path }) => ({
      file: `tools/lint-rules/src/${table}`,
      line: 1,
      rule: 'path',
      says: `names ${path}, and there is no such file or folder: what it guarded has moved, or is gone`,
    }));
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
