import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './Button.module.css';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> {
  readonly icon: IconName;
  /** What it does, and to what. */
  readonly label: string;
  readonly tone?: 'plain' | 'danger';
}

export function IconButton({ icon, label, tone = 'plain', ...props }: IconButtonProps) {
  return (
    <AriaButton {...props} aria-label={label} className={classes(styles.icon, tone === 'danger' && styles.iconDanger)}>
      <Icon name={icon} />
    </AriaButton>
  );
}
