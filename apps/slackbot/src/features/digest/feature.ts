/** The digest of a channel: its preview; it is sent by a job. */
import type { Feature } from '../../bot/feature.ts';
import { preview } from './commands/preview.ts';

export const digestFeature: Feature = { name: 'digest', commands: [preview] };
