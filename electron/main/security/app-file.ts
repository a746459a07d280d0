import { type DashboardFile, dashboardFile } from '../../host/serving/dashboard-file.ts';
import { APP_ORIGIN, isOfOrigin } from './app-origin.ts';

/** The file of the dashboard under `root` that a URL of our origin names, or null: another origin, or no such file. */
export function appFile(root: string, url: string): DashboardFile | null {
  return isOfOrigin(url, APP_ORIGIN) ? dashboardFile(root, new URL(url).pathname) : null;
}
