/** Checks blocks the way Slack does before it takes them. Pure: an empty list means accepted. */
import { isRecord } from '../json.ts';
import { blockLimits } from './limits.ts';
import type { BlockProblem } from './problem.ts';

export type Surface = 'message' | 'modal' | 'home';

export function validateBlocks(blocks: unknown, surface: Surface): BlockProblem[] {
  if (!Array.isArray(blocks)) return [{ code: 'invalid_type', message: 'must be an array', pointer: '/blocks' }];
  const most = surface === 'message' ? blockLimits.blocksInMessage : blockLimits.blocksInView;
  if (blocks.length > most) {
    return [{ code: 'too_many', message: `no more than ${most} items allowed`, pointer: '/blocks' }];
  }
  return blocks.flatMap((block, at) =>
    isRecord(block) ? [] : [{ code: 'invalid_type', message: 'must be an object', pointer: `/blocks/${at}` }],
  );
}
