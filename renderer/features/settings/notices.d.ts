/** scripts/build/notices-plugin.ts */
declare module 'virtual:third-party-notices' {
  const text: string;
  export default text;
}
