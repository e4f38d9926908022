/**
 * Checks that commands in documents and comments run files of the tree with `npx node`, which is the Node that the
 * project installs. The system's Node may be too old for these files. Pure.
 */
import { posix } from 'node:path';
import type { Files } from './places.ts';
import { commentsIn, isCode } from './source.ts';
import type { Violation } from './violation.ts';

/** A command may continue on the next line of a comment. */
const gap = String.raw`\s+(?:\* )?`;
const bare = new RegExp(
  String.raw`(?<![\w./-])(npx${gap})?node((?:${gap}--?[\w-]+(?:=\S+)?)*)${gap}([\w./-]+\.(?:ts|mjs))\b`,
  'g',
);
/** This file installs the project's Node, so the system's Node runs it. */
const first = 'tools/bootstrap.mjs';

export function checkCommands(files: Files): Violation[] {
  return [...files].flatMap(([file, text]) => {
    if (!file.endsWith('.md') && !isCode(file)) return [];
    const prose = file.endsWith('.md') ? text : onlyComments(file, text);
    return [...prose.matchAll(bare)].flatMap(({ 1: npx, 2: options = '', 3: path = '', index }) => {
      const places = [posix.normalize(path), posix.join(posix.dirname(file), path)];
      if (npx !== undefined || places.includes(first) || !places.some((place) => files.has(place))) return [];
      const line = prose.slice(0, index).split('\n').length;
      const says = `runs ${path} with the system's Node, which may be too old: write npx node${options} ${path}`;
      return [{ file, line, rule: 'command' as const, says }];
    });
  });
}

/** Replaces everything except comments by blanks, but keeps line breaks. */
function onlyComments(file: string, text: string): string {
  if (!/\bnode\s/.test(text)) return '';
  let end = 0;
  const parts = commentsIn(file, text).map(({ value, start }) => {
    const before = text.slice(end, start).replaceAll(/[^\n]/g, ' ');
    end = start + value.length;
    return before + value;
  });
  return parts.join('');
}
