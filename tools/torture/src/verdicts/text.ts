/** Returns all readable text of a message. Pure. */
import type { Message } from '@leadbell/slack-sandbox';

export const textOf = ({ text, blocks }: Message): string => `${text}\n${JSON.stringify(blocks ?? [])}`;
