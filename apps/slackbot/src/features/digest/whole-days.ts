/** Decides whether a period begins and ends at midnight, like a period typed as dates. Pure. */
import { dayWindow, type Period } from '@leadbell/domain';

export function isOfWholeDays({ window, firstDate, lastDate, zone }: Period): boolean {
  return dayWindow(firstDate, zone).from === window.from && dayWindow(lastDate, zone).to === window.to;
}
