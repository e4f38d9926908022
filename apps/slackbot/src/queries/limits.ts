/** How long the parts of an ask may be, so that what buttons carry always fits. Pure. */

/** All that follows `/leads`. */
export const maxTextChars = 400;
/** One filter's value. */
export const maxFilterChars = 60;
/** All filters' values together: ten *Open* buttons carry them, and a message holds 10,000 characters. */
export const maxFiltersChars = 160;
