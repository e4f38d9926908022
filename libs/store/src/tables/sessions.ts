/** The advisory locks, by their first number, that processes hold while they are connected; the second is the session's. */
export const sessionLocks = 1_279_611_212;
