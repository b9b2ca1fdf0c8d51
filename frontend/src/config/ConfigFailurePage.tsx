import { Button } from '../ui/Button';
import { MessagePage } from '../ui/MessagePage';

/** The app knows nothing about where it runs, so there is nothing else it could show. */
export function ConfigFailurePage({ reason }: { reason: string }) {
  return (
    <MessagePage title="The app can’t start">
      <p>It could not read its configuration. {reason}</p>
      <Button
        variant="primary"
        onPress={() => {
          window.location.reload();
        }}
      >
        Try again
      </Button>
    </MessagePage>
  );
}
