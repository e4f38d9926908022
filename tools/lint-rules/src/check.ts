/**
 * Checks the house rules: allowed imports, places for effects, no cycles between packages, no
 * private library in public types. Pure: takes the workspace's files as a map from path to text, so
 * that a test can plant a violation among the real files.
 */
import { posix } from 'node:path';
import { checkCommands } from './check-commands.ts';
import { checkLayers } from './check-layers.ts';
import { checkPaths } from './check-paths.ts';
import { checkProse } from './check-prose.ts';
import { checkTables } from './check-tables.ts';
import { checkWords } from './check-words.ts';
import { allowedCuts, rawCuts, textNames } from './cuts.ts';
import { arrowsOf, circlesIn } from './graph.ts';
import { layers } from './layers.ts';
import { type Files, isSource, isTest, packageOf, targetOf } from './places.ts';
import { doors, privateInside, roomOf, type Room } from './rooms.ts';
import { readSource, type Use } from './source.ts';
import type { Violation } from './violation.ts';

const libraryOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Returns all violations in `.ts` sources and manifests; empty when there are none. */
export function checkHouse(files: Files): Violation[] {
  const violations = [
    ...checkLayers(files, layers),
    ...checkPaths(files, layers),
    ...checkWords(files, layers),
    ...checkProse(files),
    ...checkTables(files),
    ...checkCommands(files),
    ...circles(files),
    ...publicTypes(files),
    ...cuts(files),
  ];
  for (const [file, text] of files) {
    if (isSource(file)) violations.push(...checkFile(file, text, files));
  }
  return violations;
}

/** Reports text that is cut to a length without regard to its characters. */
function cuts(files: Files): Violation[] {
  const names = textNames(files);
  return [...files].flatMap(([file, text]) => {
    if (!isSource(file) || isTest(file)) return [];
    const found = rawCuts(file, text, names);
    const allowed = allowedCuts[file] ?? [];
    return [
      ...found
        .filter(({ what }) => !allowed.includes(what))
        .map(({ what, line }) => ({
          file,
          line,
          rule: 'cut' as const,
          says: `cuts ${what} between UTF-16 units, which halves characters: use cutText of the domain`,
        })),
      ...allowed
        .filter((what) => !found.some((one) => one.what === what))
        .map((what) => ({ file, line: 1, rule: 'cut' as const, says: `no longer cuts ${what}: take it off cuts.ts` })),
    ];
  });
}

function checkFile(file: string, text: string, files: Files): Violation[] {
  const room = roomOf(file);
  if (room === undefined)
    return [{ file, line: 1, rule: 'room', says: 'is in no room: add one to the table in rooms.ts' }];
  const source = readSource(file, text);
  const found = source.imports.flatMap((use) => checkImport(file, room, use));
  if (isTest(file)) return found;
  if (room.effects !== 'free') {
    const banned = room.effects === 'none' ? source.effects : [];
    found.push(
      ...banned.map(({ what, line }) => ({
        file,
        line,
        rule: 'effects' as const,
        says: `reaches for ${what}; take it as an argument`,
      })),
    );
  }
  if (isPublic(file, files) && !source.hasHeader) {
    found.push({ file, line: 1, rule: 'header', says: 'is public and has no header comment' });
  }
  return found;
}

function checkImport(file: string, room: Room, { what, line }: Use): Violation[] {
  const say = (rule: Violation['rule'], says: string): Violation[] => [{ file, line, rule, says }];
  if (what.startsWith('.')) return checkRelative(file, what, say);
  if (what.startsWith('node:')) {
    return room.effects === 'none' && !isTest(file) ? say('effects', `imports ${what} into a pure room`) : [];
  }
  const library = libraryOf(what);
  const door = doors[library];
  if (door && !door.some((place) => file.startsWith(place)))
    return say('door', `imports ${library}, whose only door is ${door.join(', ')}`);
  const ours = /^@leadbell\/(.+)$/.exec(library)?.[1];
  const standIn = file.startsWith('tools/slack-sandbox/') || file.startsWith('tools/dms-simulator/');
  if (ours !== undefined) {
    const isShipped = file.startsWith('apps/') || file.startsWith('libs/');
    if (isShipped && !isTest(file) && what.endsWith('/testing')) return say('test-only', `imports ${what}`);
    const allowed = room.ours.includes(ours) || (isTest(file) && !standIn);
    return allowed ? [] : say('ours', `may not import ${library}`);
  }
  return room.outside.includes(library) || isTest(file) ? [] : say('outside', `may not import ${library}`);
}

function checkRelative(
  file: string,
  what: string,
  say: (rule: Violation['rule'], says: string) => Violation[],
): Violation[] {
  const target = targetOf(file, what);
  if (packageOf(target) !== packageOf(file))
    return say('other-package', `reaches into ${packageOf(target)} by a path; import the package`);
  return isTest(target) && !isTest(file) ? say('test-only', 'reaches for what tests alone may use') : [];
}

function isPublic(file: string, files: Files): boolean {
  const index = files.get(`${packageOf(file)}/src/index.ts`) ?? '';
  return packageOf(file).startsWith('libs/') && index.includes(`'./${file.split('/src/')[1]}'`);
}

/** Reports cycles in the dependencies that the packages' manifests declare. */
function circles(files: Files): Violation[] {
  const pairs = [...files].flatMap(([file, text]) => {
    if (!/^[a-z]+\/[a-z-]+\/package\.json$/.test(file)) return [];
    const manifest = JSON.parse(text) as { name: string; dependencies?: object; devDependencies?: object };
    const all = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    return all.filter((name) => name.startsWith('@leadbell/')).map((to) => ({ from: manifest.name, to }));
  });
  return circlesIn(arrowsOf(pairs)).map(({ chain }) => ({
    file: 'package.json',
    line: 1,
    rule: 'circle',
    says: chain.join(' -> '),
  }));
}

/**
 * Follows the emitted declarations from a package's index. If a declaration imports a library, the library is part of
 * the package's public types.
 */
function publicTypes(files: Files): Violation[] {
  return privateInside.flatMap(({ project, libraries }) => {
    const found: Violation[] = [];
    const index = `${project}/out/types/index.d.ts`;
    if (!files.has(index))
      return [{ file: index, line: 1, rule: 'public-type', says: `is not built: run \`tsc -b ${project}\` first` }];
    const queue = [index];
    for (const file of queue) {
      const text = files.get(file);
      if (text === undefined) continue;
      for (const { what, line } of readSource(file, text).imports) {
        if (what.startsWith('.')) {
          const next = posix.join(posix.dirname(file), what).replace(/\.[jt]s$/, '.d.ts');
          if (!queue.includes(next)) queue.push(next);
        } else if (libraries.includes(libraryOf(what))) {
          found.push({ file, line, rule: 'public-type', says: `shows a type of ${what} to the rest of the house` });
        }
      }
    }
    return found;
  });
}
