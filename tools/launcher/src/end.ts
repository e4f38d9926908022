/** Ends the process with a sentence for the person who started it. Effects: ends the process. */

/** EX_USAGE and EX_CONFIG of sysexits.h. */
export const exitOfArguments = 64;
export const exitOfSettings = 78;

export function end(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
