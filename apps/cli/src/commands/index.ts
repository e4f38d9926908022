/** All commands, in the order in which help shows them. */
import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { jobs } from './jobs.ts';
import { key } from './key.ts';
import { privacy } from './privacy.ts';
import { restore } from './restore.ts';
import { status } from './status.ts';

export const commands: readonly Command[] = [status, doctor, jobs, audit, key, backup, restore, forget, privacy, help];
