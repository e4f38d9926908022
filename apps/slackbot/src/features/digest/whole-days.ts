/** Whether a period begins and ends with a day, like a question that names dates. Pure. */
import { dayWindow, type Period } from '@leadbell/domain';

export function isOfWholeDays({ window, firstDate, lastDate, zone }: Period): boolean {
  return dayWindow(firstDate, zone).from === window.from && dayWindow(lastDate, zone).to === window.to;
}
