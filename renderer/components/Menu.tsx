import * as Dropdown from '@radix-ui/react-dropdown-menu';
import { Fragment, type ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Below the label, in grey. */
  readonly note?: string;
  readonly muted?: boolean;
  /** Other things than what it stands above: a line comes before the next one. */
  readonly endsGroup?: boolean;
  /** Two may be called the same: by what else they differ. */
  readonly id?: string;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

/** `trigger` is a button. Not modal: the modal form adds a style element, which the security policy forbids. */
export function Menu({
  trigger,
  label,
  items,
  align = 'end',
}: {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          className={styles.menu}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
        >
          {items.map((item) => (
            <Fragment key={item.id ?? item.label}>
              <Dropdown.Item
                disabled={item.disabled ?? false}
                className={classes(styles.item, item.danger && styles.danger, item.muted && styles.muted)}
                onSelect={item.onSelect}
              >
                {item.icon ? <Icon name={item.icon} size={15} /> : null}
                {item.note === undefined ? (
                  item.label
                ) : (
                  <span className={styles.lines}>
                    <span dir="auto">{item.label}</span>
                    <span className={styles.note}>{item.note}</span>
                  </span>
                )}
              </Dropdown.Item>
              {item.endsGroup ? <Dropdown.Separator className={styles.line} /> : null}
            </Fragment>
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}
