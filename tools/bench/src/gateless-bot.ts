// Starts Leadbell for `gate.ts`, with a gate that allows everything without asking Slack. Effects: those of the bot.
import { answerCpu } from './measured.ts';
import { registerHooks } from 'node:module';

const openGate = `
  const yes = () => Promise.resolve({ isAllowed: true, kind: 'member', scope: 'all' });
  export function createGate() {
    return { decide: yes, decidePatiently: yes, refuseKnown: () => null, refuseFirst: () => Promise.resolve(null), admins: () => Promise.resolve([]),
      isSharedOutside: () => Promise.resolve(false) };
  }`;

answerCpu();
registerHooks({
  load(url, context, next) {
    if (!url.endsWith('/apps/slackbot/src/bot/gate.ts')) return next(url, context);
    return { format: 'module', source: openGate, shortCircuit: true };
  },
});
await import(new URL('../../../apps/slackbot/src/main.ts', import.meta.url).href);
