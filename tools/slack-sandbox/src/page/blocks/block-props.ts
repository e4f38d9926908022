import type { Json } from '../json.ts';

/** What every block is drawn with. `blockId` is its own, or that of the block around it. */
export interface BlockProps {
  block: Json;
  blockId: string;
}
