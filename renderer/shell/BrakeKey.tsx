import { t } from '#shared/words/translate.ts';
import { classes } from '../components/class-names.ts';
import { Icon } from '../components/Icon.tsx';
import { setBrake } from '../state/brake.ts';
import { useDashboard, useNode } from '../state/context.tsx';
import styles from './Sidebar.module.css';

/** Stops the agent at once, on every page; once it is stopped, the same key lets it go. */
export function BrakeKey() {
  const dashboard = useDashboard();
  const braked = useNode((node) => node.agent.braked);
  const label = t(braked ? 'agent.brake.release' : 'agent.brake.stop');
  return (
    <button
      type="button"
      className={classes(styles.brake, braked && styles.braked)}
      title={braked ? label : t('agent.brake.stopTitle')}
      aria-keyshortcuts={braked ? undefined : 'Control+B'}
      onClick={() => void setBrake(dashboard, !braked)}
    >
      <Icon name={braked ? 'play' : 'stop'} size={15} />
      <span className={styles.label}>{label}</span>
    </button>
  );
}
