/** Finds imports between files of a package, including type imports, and cycles of such imports. Pure. */
import { type Files, isSource, packageOf, targetOf } from './places.ts';
import { readSource } from './source.ts';

export interface Import {
  readonly from: string;
  readonly to: string;
  /** The line in `from`, counted from 1. */
  readonly line: number;
}

/** Only imports within a package count, because layers do not apply across packages. */
export function importsInside(files: Files): Import[] {
  return [...files].flatMap(([from, text]) =>
    isSource(from)
      ? readSource(from, text)
          .imports.filter(({ what }) => what.startsWith('.'))
          .map(({ what, line }) => ({ from, to: targetOf(from, what), line }))
          .filter(({ to }) => files.has(to) && packageOf(to) === packageOf(from))
      : [],
  );
}

export interface Circle {
  /** The shortest cycle; it begins and ends with its alphabetically first name. */
  readonly chain: readonly string[];
  /** All names that can reach each other. */
  readonly members: readonly string[];
}

export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

export function arrowsOf(pairs: Iterable<{ readonly from: string; readonly to: string }>): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of pairs) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  return arrows;
}

/** Returns one cycle for each group of names that can reach each other. */
export function circlesIn(all: Arrows): Circle[] {
  const arrows = peeled(all);
  const placed = new Set<string>();
  const circles: Circle[] = [];
  for (const name of arrows.keys()) {
    if (placed.has(name)) continue;
    const members = [...reachable(arrows, name)].filter((other) => reachable(arrows, other).has(name)).toSorted();
    for (const member of members) placed.add(member);
    if (members.length > 0) circles.push({ chain: shortest(arrows, members), members });
  }
  return circles;
}

/** Repeatedly removes names without outgoing arrows: each name that is left is in a cycle, or leads into one. */
function peeled(arrows: Arrows): Arrows {
  let left = arrows;
  for (;;) {
    const kept = [...left]
      .map(([name, targets]) => [name, new Set([...targets].filter((target) => left.has(target)))] as const)
      .filter(([, targets]) => targets.size > 0);
    if (kept.length === left.size) return new Map(kept);
    left = new Map(kept);
  }
}

/** Returns all names that can be reached from `start` by one or more arrows. */
function reachable(arrows: Arrows, start: string): Set<string> {
  const found = new Set<string>();
  const queue = [start];
  for (const name of queue) {
    for (const next of arrows.get(name) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return found;
}

function shortest(arrows: Arrows, members: readonly string[]): readonly string[] {
  return members.map((member) => wayRound(arrows, member)).reduce((a, b) => (b.length < a.length ? b : a));
}

function wayRound(arrows: Arrows, start: string): readonly string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const next of arrows.get(name) ?? []) {
      if (next === start) return [...wayTo(cameFrom, start, name), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return [];
}

function wayTo(cameFrom: ReadonlyMap<string, string>, start: string, end: string): readonly string[] {
  const way = [end];
  for (let name = end; name !== start;) {
    name = cameFrom.get(name) ?? start;
    way.unshift(name);
  }
  return way;
}
