/** Length limits for the parts of a query, so that a button's value always fits. Pure. */

/** The longest text after `/leads`, in characters. */
export const maxTextChars = 400;
/**
 * The longest text in the form that Slack sends, which has escapes, links and spaces that don't count. A longer text is
 * not parsed.
 */
export const maxSentChars = 10 * maxTextChars;
/** The longest name, phone number or address to find, in characters. */
export const maxSoughtChars = 120;
/** The longest value of one filter, in characters. */
export const maxFilterChars = 60;
/**
 * All filter values together, in characters. A message has room for 10,000 characters, and repeats the filters in ten
 * *Open* buttons.
 */
export const maxFiltersChars = 160;
