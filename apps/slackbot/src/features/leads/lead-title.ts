/** Builds the title of a lead's window: the person's name, in whole words as far as they fit. Pure. */
import { type Lead, shownName } from '@leadbell/domain';
import { clip } from '../../cards/text.ts';
import type { Messages } from '../../words/index.ts';

/** The longest title that Slack allows. */
const maxTitle = 24;
/** If whole words leave less of a name than this, a word is cut instead. */
const fewestChars = 8;

/** For a lead without a name, shows the contact's or company's name, or else the lead's number. */
export function leadTitle(lead: Lead, { lead: say, direction }: Pick<Messages, 'lead' | 'direction'>): string {
  // In Arabic an invisible direction mark takes one character.
  const room = direction === 'rtl' ? maxTitle - 1 : maxTitle;
  const own = [lead.firstName, lead.middleName, lead.lastName].map(shownName).filter((name) => name !== '');
  const name = [own.join(' '), shownName(lead.contactName), shownName(lead.companyName)].find((one) => one !== '');
  if (name !== undefined) return fitted(name, room);
  const number = lead.leadId ?? lead.externalId;
  return clip(number === null ? say.untitled : say.title(number), room);
}

function fitted(name: string, room: number): string {
  const words = clip(name, 200).split(' ');
  const ends = [words.at(0), words.at(-1)].join(' ');
  const whole = [words.join(' '), ends].find((one) => clip(one, room) === one);
  if (whole !== undefined) return whole;
  const cut = clip(name, room);
  const space = cut.lastIndexOf(' ');
  return space < fewestChars ? cut : `${cut.slice(0, space)}…`;
}
