/**
 * A lead as Leadbell knows it. Pure. Source: the DMS API's `leads[]`. `null` means that the DMS sent nothing; values
 * such as brand or source may be any text that `cleanText` returns. Everything under "person" is personal data: it is
 * shown only where a feature needs it, and never logged.
 */
import type { PlainDate } from '../time/instant.ts';
import type { Id } from './id.ts';

/** An error that the DMS reports for a lead. `message` may quote a person's data: never log it. */
export interface LeadError {
  readonly message: string;
  readonly code: string | null;
  readonly field: string | null;
  /** Set if the DMS gives the message in two languages; `message` is then the English one. */
  readonly messages?: LeadErrorMessages;
}

export interface LeadErrorMessages {
  readonly en?: string;
  readonly ar?: string;
}

export interface Vehicle {
  readonly id: Id | null;
  readonly modelFamily: string | null;
  readonly modelYear: number | null;
  readonly modelMemo: string | null;
  readonly modelPreferences: string | null;
  readonly totalQty: number | null;
}

/**
 * A lead is `errored` if `isError` says so or it has errors; otherwise `created` if it has a `leadId`; otherwise
 * `pending`.
 */
export type LeadOutcome = 'errored' | 'created' | 'pending';

export interface Lead {
  /** `leadExternalId`: the number or word by which the lead's sender knows it. Null for 0 and -1, which identify no lead. */
  readonly externalId: Id | null;
  /** `leadId`: the number in the DMS; null while the lead has not been created there. */
  readonly leadId: Id | null;
  readonly outcome: LeadOutcome;
  readonly errors: readonly LeadError[];

  // The request
  readonly leadType: string | null;
  readonly company: string | null;
  readonly brand: string | null;
  readonly businessArea: string | null;
  readonly branch: string | null;
  readonly leadDate: PlainDate | null;
  readonly interest: string | null;
  readonly source: string | null;
  readonly subSource: string | null;
  readonly leadName: string | null;
  readonly leadReference: string | null;
  readonly leadNote: string | null;
  readonly vehicleType: string | null;
  readonly vehicles: readonly Vehicle[];
  /** How many vehicles were sent in addition to those in `vehicles`. */
  readonly vehiclesLeftOut?: number;
  readonly purchasePlan: string | null;
  readonly paymentMode: string | null;
  readonly currency: string | null;
  readonly priority: string | null;
  readonly testDriveRequired: boolean | null;

  // Person
  readonly title: string | null;
  readonly gender: string | null;
  readonly nationality: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
  readonly lastName: string | null;
  readonly contactName: string | null;
  readonly companyName: string | null;
  readonly companyIndustryType: string | null;
  readonly dateOfBirth: PlainDate | null;
  readonly occupation: string | null;
  readonly customerCountry: string | null;
  readonly customerRegion: string | null;
  readonly customerCity: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly phoneCode: string | null;
  readonly phoneNumber: string | null;
  readonly email: string | null;
  readonly monthlyIncome: string | null;
  readonly preferredLanguage: string | null;
  readonly preferredContactType: string | null;

  // Consent
  readonly acceptNewsLetter: boolean | null;
  readonly acceptMarketing: boolean | null;
  readonly acceptPrivatePolicy: boolean | null;

  /** The person is forgotten, so the other fields do not name them: see `withoutPerson`. */
  readonly isForgotten?: true;
}
