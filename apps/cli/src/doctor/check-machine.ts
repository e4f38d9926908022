/** Checks the machine: files that others can read, time zone data, free space. Effects: reads files. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Settings } from '@leadbell/settings';
import { readableByEveryone } from '@leadbell/store';
import { type Finding, findingsOf } from './finding.ts';

export function checkFiles(files: readonly string[]): readonly Finding[] {
  const { ok, warn } = findingsOf('files');
  const open = readableByEveryone(files);
  if (open.length === 0) return [ok('only this account can read the files with secrets')];
  return open.map((sentence) => {
    const [says = '', todo = ''] = sentence.split(/: (?=chmod )/);
    return warn(says, todo);
  });
}

/** `tz`: the release of the time zone data, such as `2026a`. */
export function checkZone({ zone }: Pick<Settings, 'zone'>, tz: string, year: number): readonly Finding[] {
  const { ok, warn } = findingsOf('zone');
  const release = Number(/^\d{4}/.exec(tz)?.[0] ?? 0);
  if (release < year - 1)
    return [
      warn(`the zone data of this Node is ${tz || 'unknown'}: later changes of summer time are missing`, 'update Node'),
    ];
  return [ok(`${zone}, by the zone data ${tz}`)];
}

const [failBelow, warnBelow] = [200, 1_000];

/** `folder` may not exist yet. */
export function checkSpace(folder: string): readonly Finding[] {
  const { ok, warn, fail } = findingsOf('database');
  let place = resolve(folder);
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20);
  const says = `${megabytes.toLocaleString('en')} MB are free for ${folder}`;
  const todo = 'free some space, or move the folder and set LEADBELL_DATA';
  if (megabytes < failBelow) return [fail(says, todo)];
  return [megabytes < warnBelow ? warn(says, todo) : ok(says)];
}
