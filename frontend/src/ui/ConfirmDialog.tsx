import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { classes } from './classes';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that can't be undone. The safe answer has the focus. */
export function ConfirmDialog({ title, children, action, onConfirm, onCancel }: ConfirmDialogProps) {
  return (
    <ModalOverlay
      isOpen
      className={styles.veil}
      onOpenChange={(isOpen) => {
        if (!isOpen) {
          onCancel();
        }
      }}
    >
      <Modal className={classes(styles.modal, styles.small)} data-modal="">
        <Dialog role="alertdialog" className={styles.question}>
          <Heading slot="title" className={styles.title}>
            {title}
          </Heading>
          <div className={styles.soft}>{children}</div>
          <div className={styles.actions}>
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog has to put the focus somewhere: on the safe answer */}
            <Button slot={null} autoFocus onPress={onCancel}>
              Cancel
            </Button>
            <Button slot={null} variant="danger" onPress={onConfirm}>
              {action}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
