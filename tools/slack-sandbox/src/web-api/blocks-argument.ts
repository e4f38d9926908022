/** Takes the `blocks` of a message or view, or refuses them as Slack does. */
import { normaliseBlocks } from '../blocks/normalise.ts';
import { problemLine } from '../blocks/problem.ts';
import { validateBlocks, type Surface } from '../blocks/validate.ts';
import { nested } from './arguments.ts';
import { SlackRefusal } from './method.ts';
import type { Json } from '../json.ts';

export function blocksFrom(args: Json): unknown[] | undefined {
  const given = nested(args, 'blocks');
  return given === undefined ? undefined : acceptBlocks(given, 'message', 'invalid_blocks');
}

export function acceptBlocks(given: unknown, surface: Surface, error: string): unknown[] {
  const problems = validateBlocks(given, surface);
  const first = problems[0];
  if (first !== undefined) {
    const messages = problems.map(problemLine);
    throw new SlackRefusal(first.code === 'msg_blocks_too_long' ? first.code : error, {
      errors: problems.map((problem) => `${problem.message} [json-pointer:${problem.pointer}]`),
      response_metadata: { messages },
    });
  }
  return normaliseBlocks(given as unknown[]);
}
