/** Length limits for the parts of a query, so that a button's value always fits. Pure. */

/** Everything after `/leads`, in characters. */
export const maxTextChars = 400;
/** A name, phone number or address to find, in characters. */
export const maxSoughtChars = 120;
/** One filter's value, in characters. */
export const maxFilterChars = 60;
/**
 * All filter values together, in characters: a message holds 10,000 and carries the filters in ten
 * *Open* buttons.
 */
export const maxFiltersChars = 160;
