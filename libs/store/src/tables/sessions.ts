/** The first number of the advisory locks that processes hold while connected; the second is the session's number. */
export const sessionLocks = 1_279_611_212;
