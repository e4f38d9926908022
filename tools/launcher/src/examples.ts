/** Adds bulks and leads with the numbers that README and the help use, so that each example gives an answer. */
import type { DmsSimulator } from '@leadbell/dms-simulator';

const dayMs = 86_400_000;

/** The bulks are from yesterday, so that they don't change today's counts. */
export function plantExamples({ clock, plant }: Pick<DmsSimulator, 'clock' | 'plant'>): void {
  const createdAt = clock.now() - dayMs;
  const common = { createdAt, isHot: true };
  plant({ ...common, id: 118, leads: 6, first: { leadId: 90_211, phoneNumber: '501234567' } });
  plant({ ...common, id: 574, leads: 4, first: { leadId: 12_345 } });
}
