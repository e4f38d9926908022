/**
 * Writes the map of one package as text: its layers, the imports between its folders, cycles, and
 * the sizes of files and functions. Tests are left out. Pure.
 */
import { upwardImports } from './check-layers.ts';
import { type Arrows, arrowsOf, circlesIn, importsInside } from './graph.ts';
import { type Layers, placeOf } from './layers.ts';
import { type Files, isSource, isTest, packageOf } from './places.ts';
import { functionsIn } from './sizes.ts';

/** A longer function does not fit on a screen. */
const mostLines = 60;
const mostParameters = 4;

export function mapOf(project: string, files: Files, all: readonly Layers[]): string {
  const sources = new Map(
    [...files].filter(([file]) => packageOf(file) === project && isSource(file) && !isTest(file)),
  );
  const layers = all.find((one) => one.project === project);
  return [
    `${project}: ${sizesOf(sources)}`,
    ...(layers === undefined ? ['No layers: one folder.'] : foldersOf(sources, layers)),
    circleLine('Circles of files', arrowsOf(importsInside(sources)), project),
    ...functionsOf(sources, project),
    '',
  ].join('\n');
}

function sizesOf(sources: Files): string {
  const lines = [...sources.values()].map((text) => text.split('\n').length - 1).toSorted((a, b) => a - b);
  const at = (share: number) => lines[Math.min(lines.length - 1, Math.floor(lines.length * share))] ?? 0;
  return `${lines.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${lines.at(-1) ?? 0}`;
}

function foldersOf(sources: Files, layers: Layers): string[] {
  const inside = importsInside(sources).map(({ from, to }) => ({
    from: placeOf(layers, from)?.entry ?? from,
    to: placeOf(layers, to)?.entry ?? to,
  }));
  const between = inside.filter(({ from, to }) => from !== to);
  const upward = counted(upwardImports(importsInside(sources), layers).map(({ name }) => name));
  const arrows = counted(between.map(({ from, to }) => `${from} -> ${to}`));
  return [
    'Layers, from the top:',
    ...layers.layers.toReversed().map((entries) => `  ${entries.join(' · ')}`),
    `Arrows: ${arrows.length}, upward: ${upward.length}`,
    ...arrows.map(([name, count]) => `  ${name} ${count}${upward.some(([one]) => one === name) ? '  upward' : ''}`),
    circleLine('Circles of folders', arrowsOf(between), null),
  ];
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function circleLine(title: string, arrows: Arrows, project: string | null): string {
  const name = (file: string) => (project === null ? file : file.slice(`${project}/src/`.length));
  const circles = circlesIn(arrows);
  return [
    `${title}: ${circles.length}`,
    ...circles.map(({ chain, members }) => `  ${members.length} in it, such as ${chain.map(name).join(' -> ')}`),
  ].join('\n');
}

function functionsOf(sources: Files, project: string): string[] {
  const all = [...sources].flatMap(([file, text]) =>
    functionsIn(file, text).map((one) => ({ ...one, where: `${file.slice(`${project}/src/`.length)}:${one.line}` })),
  );
  const long = all.filter(({ lines }) => lines > mostLines).toSorted((a, b) => b.lines - a.lines);
  const wide = all.filter(({ parameters }) => parameters > mostParameters);
  return [
    `Functions over ${mostLines} lines: ${long.length} of ${all.length}`,
    ...long.map(({ name, where, lines }) => `  ${name} ${lines} (${where})`),
    `Functions over ${mostParameters} parameters: ${wide.length}`,
    ...wide.map(({ name, where, parameters }) => `  ${name} ${parameters} (${where})`),
  ];
}
