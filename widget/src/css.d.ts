/** What the build makes of a stylesheet. */
declare module '*.css' {
  const text: string;
  export default text;
}
