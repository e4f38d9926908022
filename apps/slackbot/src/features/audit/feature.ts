/** The audit feature: admins read who saw and did what, and are notified when someone reads unusually many leads. */
import type { Feature } from '../../bot/contract.ts';
import { audit } from './commands/audit.ts';
import type { ReadAudit } from './read-audit.ts';
import { notifyUnusual, type UnusualOptions } from './unusual.ts';
import { ar } from './words.ar.ts';
import { type AuditCommands, type AuditWords, en } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends Omit<AuditWords, 'commands'> {}
  interface CommandWords extends AuditCommands {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly readAudit: ReadAudit;
  }
}

declare module '../../bot/job-context.ts' {
  interface JobContext extends Pick<UnusualOptions, 'gateOf'> {}
}

export const auditFeature: Feature = {
  name: 'audit',
  words: { en, ar },
  commands: [audit],
  eachMinute: { run: notifyUnusual },
};
