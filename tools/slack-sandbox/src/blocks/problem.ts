/** A reason to refuse a block, in Slack's words. */
export interface BlockProblem {
  /** The code that `blocks.validate` uses: `unsupported_type`, `too_long`, … */
  code: string;
  message: string;
  /** The path into the checked array, such as `/blocks/0/text`. */
  pointer: string;
}

/** Such as: `[ERROR] unsupported type: xyz [json-pointer:/blocks/0/type]`. */
export function problemLine(problem: BlockProblem): string {
  return `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`;
}
