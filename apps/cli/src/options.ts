/** Reads a command's options and words. Pure. Errors: `UsageError` with the ways to type the command. */
import { parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

export interface Words<Flag extends string> {
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly words: readonly string[];
}

export function readWords<const Flag extends string>(
  args: readonly string[],
  names: readonly Flag[],
  usage: string,
): Words<Flag> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'boolean' }] as const));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const flags = Object.fromEntries(names.map((name) => [name, values[name] === true]));
    return { flags: flags as Record<Flag, boolean>, words: positionals };
  } catch {
    throw new UsageError(usage);
  }
}

/** Returns the file name, for a command that takes exactly one. */
export function onlyFile(words: readonly string[], form: string): string {
  const [file, ...others] = words;
  if (file === undefined || file === '' || others.length > 0) throw new UsageError(`Which file? ${form}`);
  return file;
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);
