/** Turns a lead into the values that `leadbell fetch` prints. Pure. */
import { type Bulk, type Lead, maskContact, maskName, withoutPerson } from '@leadbell/domain';

export const leadColumns = [
  'bulkAt',
  'bulk',
  'lead',
  'number',
  'outcome',
  'errors',
  'name',
  'phone',
  'email',
  'brand',
  'branch',
  'source',
  'subSource',
  'priority',
  'type',
] as const;

export type FetchedLead = Readonly<Record<(typeof leadColumns)[number], string | null>>;

/**
 * With `isFull`, includes the person's data. Otherwise masks the name and contact, and includes only values that
 * identify no one. The external id is then left out too, because it may be a phone number.
 */
export function fetchedLead(lead: Lead, bulk: Bulk, { isFull }: { readonly isFull: boolean }): FetchedLead {
  const { leadId, externalId, outcome } = lead;
  const shown = isFull ? lead : withoutPerson(lead);
  return {
    bulkAt: bulk.createdAt === null ? null : new Date(bulk.createdAt).toISOString(),
    bulk: bulk.id,
    lead: leadId,
    number: isFull ? externalId : null,
    outcome,
    errors: errorsOf(lead, isFull),
    ...personIn(lead, isFull),
    brand: shown.brand,
    branch: shown.branch,
    source: shown.source,
    subSource: shown.subSource,
    priority: shown.priority,
    type: shown.leadType,
  };
}

/** An error message from the DMS may contain the person's data. */
function errorsOf({ errors }: Lead, isFull: boolean): string | null {
  if (errors.length === 0) return null;
  return isFull ? errors.map(({ message }) => message).join('; ') : String(errors.length);
}

function personIn(lead: Lead, isFull: boolean) {
  if (lead.isForgotten === true) return { name: 'erased on request', phone: null, email: null };
  return isFull ? personOf(lead) : maskedPersonOf(lead);
}

function personOf({ firstName, middleName, lastName, contactName, phoneCode, phoneNumber, email }: Lead) {
  const name = [firstName, middleName, lastName].filter((part) => part !== null).join(' ');
  const phone = [phoneCode, phoneNumber].filter((part) => part !== null).join(' ');
  return { name: name === '' ? contactName : name, phone: phone === '' ? null : phone, email };
}

/** Shows a phone number or an address, never both, as lists in Slack do. */
function maskedPersonOf(lead: Lead) {
  const contact = maskContact(lead);
  const isEmail = contact.includes('@');
  return { name: maskName(lead) || null, phone: isEmail ? null : contact || null, email: isEmail ? contact : null };
}
