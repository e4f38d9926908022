/**
 * Checks the layers inside packages: no import goes up, files have no import cycles, every file has
 * a layer. Pure.
 */
import { arrowsOf, circlesIn, importsInside, type Import } from './graph.ts';
import { isUpward, type Layers, placeOf } from './layers.ts';
import { type Files, isSource, isTest, packageOf } from './places.ts';
import type { Violation } from './violation.ts';

const table = 'tools/lint-rules/src/layers.ts';

export function checkLayers(files: Files, all: readonly Layers[]): Violation[] {
  const imports = importsInside(files);
  return [
    ...all.flatMap((layers) => [...unplaced(files, layers), ...upward(imports, layers)]),
    ...withoutLayers(files, all),
    ...fileCircles(imports),
  ];
}

/** Tests are left out: they may import from any layer, because layers apply to the code that they test. */
function unplaced(files: Files, layers: Layers): Violation[] {
  return [...files.keys()]
    .filter((file) => packageOf(file) === layers.project && isSource(file) && !isTest(file))
    .filter((file) => placeOf(layers, file) === undefined)
    .map((file) => ({
      file,
      line: 1,
      rule: 'layer',
      says: `is in no layer of ${layers.project}: add it to layers.ts`,
    }));
}

function withoutLayers(files: Files, all: readonly Layers[]): Violation[] {
  const folders = new Map<string, Set<string>>();
  for (const file of files.keys()) {
    if (!isSource(file) || isTest(file)) continue;
    const [folder = '', ...rest] = file.slice(packageOf(file).length + '/src/'.length).split('/');
    const known = folders.get(packageOf(file)) ?? new Set();
    folders.set(packageOf(file), rest.length === 0 ? known : known.add(folder));
  }
  return [...folders]
    .filter(([project, inside]) => inside.size > 0 && !all.some((layers) => layers.project === project))
    .map(([project, inside]) => ({
      file: `${project}/package.json`,
      line: 1,
      rule: 'layer',
      says: `has folders (${[...inside].join(', ')}) and no layers: add it to layers.ts`,
    }));
}

interface Arrow extends Import {
  readonly name: string;
}

/** Finds imports within a package that go up or sideways, except those of tests. */
export function upwardImports(imports: readonly Import[], layers: Layers): Arrow[] {
  return imports.flatMap((one) => {
    if (packageOf(one.from) !== layers.project || isTest(one.from) || isTest(one.to)) return [];
    const [from, to] = [placeOf(layers, one.from), placeOf(layers, one.to)];
    if (from === undefined || to === undefined || !isUpward(from, to)) return [];
    return [{ ...one, name: `${from.entry} -> ${to.entry}` }];
  });
}

function upward(imports: readonly Import[], layers: Layers): Violation[] {
  const known = new Set(layers.knownUpward);
  const found = upwardImports(imports, layers);
  const gone = [...known].filter((name) => !found.some((arrow) => arrow.name === name));
  return [
    ...found
      .filter(({ name }) => !known.has(name))
      .map(({ from, to, line, name }) => ({
        file: from,
        line,
        rule: 'layer' as const,
        says: `imports ${to}: ${name} goes up or sideways; move what both need below them`,
      })),
    ...gone.map((name) => ({
      file: table,
      line: 1,
      rule: 'known-arrow' as const,
      says: `${name} of ${layers.project} is gone: take it off knownUpward`,
    })),
  ];
}

function fileCircles(imports: readonly Import[]): Violation[] {
  return circlesIn(arrowsOf(imports)).map(({ chain, members }) => ({
    file: chain[0] ?? '',
    line: imports.find(({ from, to }) => from === chain[0] && to === chain[1])?.line ?? 1,
    rule: 'circle',
    says: `${chain.map(inPackage).join(' -> ')} (${members.length} files are in this circle; types count)`,
  }));
}

function inPackage(file: string): string {
  return file.slice(packageOf(file).length + '/src/'.length);
}
