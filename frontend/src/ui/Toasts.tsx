// Its API may still change in a minor version; ours is pinned.
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { Button } from './Button';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import styles from './Toasts.module.css';
import { classes } from './classes';
import { toasts } from './toasts';

export function Toasts() {
  return (
    <ToastRegion queue={toasts} className={styles.region} aria-label="Messages">
      {({ toast }) => (
        <Toast toast={toast} className={classes(styles.toast, toast.content.tone === 'danger' && styles.danger)}>
          <Icon name={toast.content.tone === 'danger' ? 'alert' : 'check'} />
          <ToastContent className={styles.content}>
            <Text slot="title" className={styles.title}>
              {toast.content.title}
            </Text>
            {toast.content.detail !== undefined && (
              <Text slot="description" className={styles.detail}>
                {toast.content.detail}
              </Text>
            )}
          </ToastContent>
          {toast.content.action !== undefined && (
            <Button
              slot={null}
              variant="quiet"
              onPress={() => {
                toast.content.action?.onPress();
                toasts.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton slot="close" icon="close" label="Close message" />
        </Toast>
      )}
    </ToastRegion>
  );
}
