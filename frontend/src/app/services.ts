import { createContext, useContext } from 'react';
import type { Api } from '../api/client';
import type { Downloads } from '../files/downloads';
import type { Uploads } from '../files/uploads';
import type { OwnWrites } from '../todos/ownWrites';
import type { Drafts } from './drafts';

/** What one signed-in user's screens work with. */
export interface Services {
  readonly api: Api;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly ownWrites: OwnWrites;
  readonly drafts: Drafts;
}

const ServicesContext = createContext<Services | null>(null);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) {
    throw new Error('useServices outside of ServicesProvider');
  }
  return services;
}
