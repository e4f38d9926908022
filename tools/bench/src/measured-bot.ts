// Starts Leadbell as a process whose CPU is measured.
import { answerCpu } from './measured.ts';

answerCpu();
await import(new URL('../../../apps/slackbot/src/main.ts', import.meta.url).href);
