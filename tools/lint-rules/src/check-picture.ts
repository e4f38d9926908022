/** Checks that the picture of the architecture shows the current tables. Pure. */
import { drawArchitecture, picture } from './draw.ts';
import { layers } from './layers.ts';
import type { Files } from './places.ts';
import { rooms } from './rooms.ts';
import type { Violation } from './violation.ts';

export function checkPicture(files: Files): Violation[] {
  if (files.get(picture) === drawArchitecture(rooms, layers)) return [];
  const says = 'is out of date: run `npx node tools/lint-rules/src/main.ts --draw`';
  return [{ file: picture, line: 1, rule: 'picture', says }];
}
