/** Types for the result of reading one value of an answer. Pure. */

/** Stands for a value that was sent but can't be read. */
export const unread: unique symbol = Symbol('unread');

/** Null: nothing was sent. */
export type Read<T> = T | null | typeof unread;
