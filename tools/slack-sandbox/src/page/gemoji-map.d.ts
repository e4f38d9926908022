/** The sandbox makes this module from the `gemoji` package: it maps a shortcode to its emoji. */
declare module 'gemoji-map' {
  export const emoji: Readonly<Record<string, string>>;
}
