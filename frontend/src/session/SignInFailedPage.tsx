import { Button } from '../ui/Button';
import { MessagePage } from '../ui/MessagePage';
import type { Session, SessionState } from './session';

type Reason = Extract<SessionState, { status: 'failed' }>['reason'];

const WORDS: Record<Reason, string> = {
  refused: 'The sign-in service refused the request.',
  'unknown-request': 'This sign-in was begun in another tab, or has been used already.',
  'no-connection': 'The sign-in service can’t be reached. Check your connection.',
};

export function SignInFailedPage({ reason, session }: { reason: Reason; session: Session }) {
  return (
    <MessagePage title="Signing in didn’t work">
      <p>{WORDS[reason]} You can try again.</p>
      <Button variant="primary" onPress={() => void session.signIn()}>
        Sign in
      </Button>
    </MessagePage>
  );
}
