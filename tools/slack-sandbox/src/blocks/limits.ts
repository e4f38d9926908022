/** Every Block Kit limit that the sandbox holds, in one place. Lengths are characters; where sources disagree, the smaller. */
export const blockLimits = {
  blocksInMessage: 50,
  blocksInView: 100,
  /** All text of a message's blocks together: `msg_blocks_too_long`. */
  messageCharacters: 13_000,
  viewTitle: 24,
  blockId: 255,
  actionId: 255,
} as const;
