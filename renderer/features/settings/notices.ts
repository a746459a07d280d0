/** The licences of the libraries, written in when the dashboard is built: scripts/build/notices-plugin.ts. */
export const NOTICES: string = '';
