/**
 * Blocks this thread, as if the system had suspended its process. Sleeps, so that other processes of the run can use
 * the processor.
 */
export function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
