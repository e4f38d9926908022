/** The result of reading one value of an answer. Pure. */

/** A value was sent that can't be read. */
export const unread: unique symbol = Symbol('unread');

/** Null: nothing was sent. */
export type Read<T> = T | null | typeof unread;
