import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';
import { classes } from './classes';

interface NoticeProps {
  readonly tone: 'danger' | 'warning';
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}

/** A message in the flow of the page, read out when it appears. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={classes(styles.notice, styles[tone])} role="alert">
      <Icon name="alert" />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
