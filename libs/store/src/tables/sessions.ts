/** While connected, each process holds an advisory lock with two numbers: this one and the number of its session. */
export const sessionLocks = 1_279_611_212;
