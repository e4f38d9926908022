/**
 * The sections of a digest. To add a section, write its file, add a line here, and add a line in
 * `subscriptions/sections.ts`, which defines the order of the sections.
 */
import { optionalSections, type SectionId } from '../../../subscriptions/sections.ts';
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

const optional: { readonly [Id in SectionId]: Section & { readonly id: Id } } = {
  outcomes,
  hot,
  ranking,
  breakdown,
  hours,
  errors,
  bulks,
  quality,
};

export const sections: readonly Section[] = [headline, ...optionalSections.map((id) => optional[id])];
