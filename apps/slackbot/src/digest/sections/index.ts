/** The sections of a digest, in their order. To add one: its file, and a line here. */
import type { Section } from '../facts.ts';
import { breakdown } from './breakdown.ts';
import { bulks } from './bulks.ts';
import { errors } from './errors.ts';
import { headline } from './headline.ts';
import { hours } from './hours.ts';
import { outcomes } from './outcomes.ts';

export const sections: readonly Section[] = [headline, outcomes, breakdown, hours, errors, bulks];
