/** What can be asked. */
import type { Feature } from '../../bot/contract.ts';
import { help } from './commands/help.ts';

export const helpFeature: Feature = { name: 'help', commands: [help] };
