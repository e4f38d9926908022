/** Accepts the `blocks` of a message or view, or refuses them as Slack does. */
import { normaliseBlocks } from '../blocks/normalise.ts';
import { problemLine } from '../blocks/problem.ts';
import { validateBlocks, type Surface } from '../blocks/validate.ts';
import { nested } from './arguments.ts';
import { SlackRefusal } from '../refusal.ts';
import type { Json } from '../json.ts';

const ownErrors = new Set(['msg_blocks_too_long', 'only_one_table_allowed']);

export function blocksFrom(args: Json): unknown[] | undefined {
  const given = nested(args, 'blocks');
  return given === undefined ? undefined : acceptBlocks(given, 'message', 'invalid_blocks');
}

export function acceptBlocks(given: unknown, surface: Surface, error: string): unknown[] {
  const problems = validateBlocks(given, surface);
  if (problems.length > 0) {
    const messages = problems.map(problemLine);
    // For these problems Slack has error codes of their own.
    const named = problems.length === 1 ? problems.find(({ code }) => ownErrors.has(code))?.code : undefined;
    throw new SlackRefusal(named ?? error, {
      errors: problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`),
      response_metadata: { messages },
    });
  }
  return normaliseBlocks(given as unknown[]);
}
