import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { MessagePage } from '../ui/MessagePage';

interface State {
  readonly hasFailed: boolean;
}

/** The last resort: a fault of ours, or a part of a newer version that can't be fetched any more. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) {
      return this.props.children;
    }
    return (
      <MessagePage title="Something went wrong">
        <p>That is a fault in the app, or a new version has come out. What you saved is safe.</p>
        <Button
          variant="primary"
          onPress={() => {
            window.location.reload();
          }}
        >
          Reload the page
        </Button>
      </MessagePage>
    );
  }
}
