/** Served by the sandbox from the `gemoji` package: shortcode -> the emoji itself. */
declare module 'gemoji-map' {
  export const emoji: Readonly<Record<string, string>>;
}
