/** All commands, in the order in which the help shows them. */
import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { fetch } from './fetch.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { jobs } from './jobs.ts';
import { key } from './key.ts';
import { manifest } from './manifest.ts';
import { migrate } from './migrate.ts';
import { privacy } from './privacy.ts';
import { restore } from './restore.ts';
import { status } from './status.ts';

export const commands: readonly Command[] = [
  status,
  doctor,
  jobs,
  audit,
  fetch,
  digest,
  key,
  backup,
  restore,
  forget,
  privacy,
  manifest,
  migrate,
  help,
];
