import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Route, Switch } from 'wouter';
import { createApi } from '../api/client';
import { repeat } from '../api/repeat';
import { retryDelay, shouldRetry } from '../api/retry';
import { beginUpload } from '../files/api';
import { Downloads } from '../files/downloads';
import { refreshFiles } from '../files/queries';
import { sendFile } from '../files/sendFile';
import { Uploads } from '../files/uploads';
import type { Session } from '../session/session';
import { TodosScreen } from '../todos/TodosScreen';
import { OwnWrites } from '../todos/ownWrites';
import { Announcer } from '../ui/announce';
import { Toasts } from '../ui/Toasts';
import { Header } from './Header';
import { NotFoundScreen } from './NotFoundScreen';
import { OfflineNotice } from './OfflineNotice';
import { Drafts } from './drafts';
import { englishLocale } from './locale';
import { type Services, ServicesProvider } from './services';

interface SignedInProps {
  readonly session: Session;
  readonly userId: string;
  readonly email: string;
}

/** Everything that one user sees. All state is made here, and gone when someone else signs in. */
export default function SignedIn({ session, userId, email }: SignedInProps) {
  const [{ queries, services }] = useState(() => create(session, userId));
  useWarningBeforeUploadsAreLost(services);
  return (
    <I18nProvider locale={englishLocale(navigator.language)}>
      <QueryClientProvider client={queries}>
        <ServicesProvider value={services}>
          <Announcer>
            <Header email={email} onSignOut={() => void session.signOut()} />
            <OfflineNotice />
            <Switch>
              {/* One route for both, so that the list stays when a to-do is opened over it. */}
              <Route path={/^\/(?:item\/[^/]+\/?)?$/}>
                <TodosScreen />
              </Route>
              <Route>
                <NotFoundScreen />
              </Route>
            </Switch>
            <Toasts />
          </Announcer>
        </ServicesProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

function create(session: Session, userId: string): { queries: QueryClient; services: Services } {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, retryDelay, staleTime: 15_000 },
      // Every write may be repeated: it carries its own id, or the version it is meant for.
      mutations: { retry: shouldRetry, retryDelay },
    },
  });
  const api = createApi(session);
  const uploads = new Uploads({
    begin: (todoId, file, signal) => repeat(() => beginUpload(api, todoId, file, signal), signal),
    send: sendFile,
    onStored: (todoId) => refreshFiles(queries, todoId),
  });
  return {
    queries,
    services: {
      api,
      uploads,
      downloads: new Downloads(),
      ownWrites: new OwnWrites(),
      drafts: new Drafts(sessionStorage, userId),
    },
  };
}

function useWarningBeforeUploadsAreLost({ uploads, downloads }: Services): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (uploads.areUnderWay && !downloads.isBeginning) {
        event.preventDefault();
      }
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [uploads, downloads]);
}
