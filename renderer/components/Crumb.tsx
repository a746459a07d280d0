import { type PageName, routeHref } from '../state/routes.ts';
import styles from './Crumb.module.css';
import { Icon } from './Icon.tsx';

/** The way back to the page that a page belongs to. */
export function Crumb({
  to,
  part = null,
  label,
}: {
  readonly to: PageName;
  readonly part?: string | null;
  readonly label: string;
}) {
  return (
    <a href={routeHref(to, part)} className={styles.crumb}>
      <Icon name="back" size={15} />
      {label}
    </a>
  );
}
