/**
 * Shows the ways to reach a lead's person, the preferred one first. Pure. The result has full
 * personal data, so show it only to the person who asked.
 */
import { type ContactWay, contactWay, type Lead, type Phone, readEmails, readPhones } from '@leadbell/domain';
import type { Text } from '@leadbell/slack-kit';
import { given, joined, words } from '../../cards/text.ts';
import type { Shown } from '../../reports/shown.ts';

const maxLinks = 5;
const maxValue = 200;

export type ContactEntry = readonly [field: 'phone' | 'email', value: Text];

export function reachEntries(lead: Lead, { messages }: Shown): readonly ContactEntry[] {
  const way = contactWay(lead.preferredContactType);
  const phone: ContactEntry = ['phone', phoneText(lead, way, messages)];
  const email: ContactEntry = ['email', emailText(lead, messages)];
  return way === 'email' ? [email, phone] : [phone, email];
}

/** Shows each number as a link, with its extension; then any other text in the field. */
function phoneText(lead: Lead, way: ContactWay | null, messages: Shown['messages']): Text {
  const { kind, numbers, rest } = readPhones(lead.phoneCode, lead.phoneNumber);
  if (kind === 'none') return [];
  if (kind === 'sent') {
    const sent = [lead.phoneCode, lead.phoneNumber].filter((part) => part !== null && part.trim() !== '').join(' ');
    return [...given(sent, maxValue), words(` (${messages.lead.doubtfulPhone})`)];
  }
  const links = numbers.slice(0, maxLinks).map((number) => numberText(number, way, messages));
  return joined([joined(links, words(messages.listSeparator)), given(rest, maxValue)], words(' '));
}

/** Such as: `📞 +966500000005 · 💬 WhatsApp`. */
function numberText(
  { e164, extension, mobile }: Phone,
  way: ContactWay | null,
  { lead: say }: Shown['messages'],
): Text {
  const link = { link: `tel:${e164}${extension === null ? '' : `;ext=${extension}`}`, label: e164 };
  const call = [words('📞 '), link, ...(extension === null ? [] : [words(` ${say.extension(extension)}`)])];
  // Neither a landline nor a number with an extension has WhatsApp.
  if (!mobile || extension !== null) return call;
  const chat = [words('💬 '), { link: `https://wa.me/${e164.slice(1)}`, label: say.whatsApp }];
  return joined(way === 'whatsapp' ? [chat, call] : [call, chat], words(' · '));
}

/** Links only a field that is nothing but addresses, because other content could become another kind of link. */
function emailText({ email }: Lead, { listSeparator }: Shown['messages']): Text {
  const { kind, addresses, sent } = readEmails(email);
  if (kind !== 'addresses') return given(sent, maxValue);
  const links = addresses
    .slice(0, maxLinks)
    .map((one): Text => [{ link: `mailto:${encodeURIComponent(one).replace('%40', '@')}`, label: one }]);
  return joined(links, words(listSeparator));
}
