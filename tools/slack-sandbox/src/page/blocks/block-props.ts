import type { Json } from '../json.ts';

/** The props of every block. `blockId`: the block's own id, or that of the block around it. */
export interface BlockProps {
  block: Json;
  blockId: string;
}
