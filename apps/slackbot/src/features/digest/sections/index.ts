/** The sections of a digest, in their order. To add one: its file, and a line here. */
import type { Section } from '../facts.ts';
import { breakdown } from './breakdown.ts';
import { bulks } from './bulks.ts';
import { errors } from './errors.ts';
import { headline } from './headline.ts';
import { hot } from './hot.ts';
import { hours } from './hours.ts';
import { outcomes } from './outcomes.ts';
import { quality } from './quality.ts';
import { ranking } from './ranking.ts';

export const sections: readonly Section[] = [
  headline,
  outcomes,
  hot,
  ranking,
  breakdown,
  hours,
  errors,
  bulks,
  quality,
];

/** Those that a subscription can switch off. */
export const optionalSections = [
  'outcomes',
  'hot',
  'ranking',
  'breakdown',
  'hours',
  'errors',
  'bulks',
  'quality',
] as const;

export type SectionId = (typeof optionalSections)[number];
