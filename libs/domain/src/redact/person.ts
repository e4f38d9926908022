/** The fields of a lead that name its person. Every lead has these fields. */
export interface Person {
  readonly firstName: string | null;
  readonly middleName: string | null;
  readonly lastName: string | null;
  readonly contactName: string | null;
  readonly leadName: string | null;
  readonly companyName: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly phoneNumber: string | null;
}
