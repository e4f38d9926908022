import type { Json } from '../json.ts';

/** The props of every block. `blockId` is its own, or that of the enclosing block. */
export interface BlockProps {
  block: Json;
  blockId: string;
}
