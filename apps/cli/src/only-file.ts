/** Reads the arguments of a command that takes exactly one file. Pure. Errors: `UsageError`. */
import { UsageError } from './errors.ts';

export function onlyFile(args: readonly string[], verb: string): string {
  const [file, ...others] = args;
  if (file === undefined || file === '' || others.length > 0 || file.startsWith('-')) {
    throw new UsageError(`Which file? leadbell ${verb} <file>`);
  }
  return file;
}
