import { lazy, Suspense } from 'react';
import { LandingPage } from '../landing/LandingPage';
import { SignInFailedPage } from '../session/SignInFailedPage';
import type { Session } from '../session/session';
import { useSessionState } from '../session/useSession';
import { WaitingPage } from '../ui/WaitingPage';
import { ErrorBoundary } from './ErrorBoundary';

// The landing page is small and shows at once; what signed-in people need comes in a file of its own.
const SignedIn = lazy(() => import('./SignedIn'));

const DESTINATIONS = {
  'sign-in': 'Taking you to sign-in…',
  'sign-up': 'Taking you to the sign-up page…',
  'sign-out': 'Signing you out…',
};

export function App({ session }: { session: Session }) {
  return (
    <ErrorBoundary>
      <Screen session={session} />
    </ErrorBoundary>
  );
}

function Screen({ session }: { session: Session }) {
  const state = useSessionState(session);
  switch (state.status) {
    case 'starting':
      return <WaitingPage what="Opening your to-dos…" />;
    case 'leaving':
      return <WaitingPage what={DESTINATIONS[state.to]} />;
    case 'signed-out':
      return <LandingPage session={session} />;
    case 'failed':
      return <SignInFailedPage reason={state.reason} session={session} />;
    case 'signed-in':
      return (
        <Suspense fallback={<WaitingPage what="Opening your to-dos…" />}>
          {/* Keyed by the user: nothing of one account is ever left for the next. */}
          <SignedIn key={state.userId} session={session} userId={state.userId} email={state.email} />
        </Suspense>
      );
  }
}
