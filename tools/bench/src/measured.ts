/** Answers the question `{ cpu: true }` of the parent process with the CPU that this process used. Effects: a listener. */
export function answerCpu(): void {
  process.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'cpu' in message)
      process.send?.({ used: process.cpuUsage() });
  });
}
