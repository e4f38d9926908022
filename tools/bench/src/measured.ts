/**
 * Answers the parent process's message `{ cpu: true }` with the CPU that this process has used.
 * Effects: adds a listener.
 */
export function answerCpu(): void {
  process.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'cpu' in message)
      process.send?.({ used: process.cpuUsage() });
  });
}
