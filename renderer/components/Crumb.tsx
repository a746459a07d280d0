import { type PageName, routeHref } from '../state/routes.ts';
import styles from './Crumb.module.css';
import { Icon } from './Icon.tsx';

/** The way back to the page that a page belongs to. */
export function Crumb({ to, label }: { readonly to: PageName; readonly label: string }) {
  return (
    <a href={routeHref(to)} className={styles.crumb}>
      <Icon name="back" size={15} />
      {label}
    </a>
  );
}
