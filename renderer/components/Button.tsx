import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { classes } from './class-names.ts';
import { Icon, type IconName } from './Icon.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'className'> {
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger' | 'danger-fill';
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Verb first. While busy the label stays and dots follow it; disabled never comes without a reason beside it. */
export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  busy = false,
  wide = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      className={classes(
        styles.button,
        styles[variant],
        styles[size],
        wide && styles.wide,
        busy && styles.busy,
      )}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon ? <Icon name={icon} size={15} /> : null}
      <span>{children}</span>
      {busy ? <span aria-hidden="true">…</span> : null}
    </button>
  );
}

export interface IconButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'className'> {
  readonly icon: IconName;
  readonly label: string;
  readonly framed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, framed = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classes(styles.iconButton, framed && styles.framed)}
    >
      <Icon name={icon} size={16} />
    </button>
  );
}

/** A link-like action in the header of a card. */
export function TextButton({
  children,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & { readonly ref?: Ref<HTMLButtonElement> }) {
  return (
    <button type="button" {...rest} className={styles.text}>
      {children}
    </button>
  );
}
