/** One refusal of a block, as Slack words it. */
export interface BlockProblem {
  /** As `blocks.validate` names it: `unsupported_type`, `too_long`, … */
  code: string;
  message: string;
  /** Into the checked array: `/blocks/0/text`. */
  pointer: string;
}

/** `[ERROR] unsupported type: xyz [json-pointer:/blocks/0/type]` */
export function problemLine(problem: BlockProblem): string {
  return `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`;
}
