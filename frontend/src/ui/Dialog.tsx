import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';
import { classes } from './classes';

interface DialogProps {
  readonly title: string;
  /** Stands before the title. */
  readonly lead?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A sheet stands at the side, as high as the screen, and fills small ones. */
  readonly shape?: 'sheet' | 'wide';
}

/** Holds the focus while it is there and gives it back after; Escape, its button and a press beside it close it. */
export function Dialog({ title, lead, onClose, children, shape = 'sheet' }: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      className={classes(styles.veil, shape === 'sheet' && styles.veilOfSheet)}
      onOpenChange={(isOpen) => {
        if (!isOpen) {
          onClose();
        }
      }}
    >
      <Modal className={classes(styles.modal, styles[shape])} data-modal="">
        <AriaDialog className={styles.dialog}>
          <header className={classes(styles.header, lead !== undefined && styles.headerWithLead)}>
            {lead}
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            <IconButton slot={null} icon="close" label="Close" onPress={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
