import { useSyncExternalStore } from 'react';
import { useServices } from '../app/services';
import type { Upload } from './uploads';

export function useUploads(): readonly Upload[] {
  const { uploads } = useServices();
  return useSyncExternalStore(uploads.subscribe, uploads.all);
}
