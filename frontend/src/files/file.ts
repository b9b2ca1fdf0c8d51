import type { components } from '../api/generated/files';

export type AttachedFile = components['schemas']['File'];
export type FileWithUrls = components['schemas']['FileWithUrls'];
export type BegunUpload = components['schemas']['BegunUpload'];

/** The types that the service shows in the browser; everything else can only be downloaded. */
const RASTER = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export function isImage({ contentType }: AttachedFile): boolean {
  return RASTER.has(contentType);
}

const UNITS = ['kB', 'MB', 'GB'];

/** "512 bytes", "1.4 MB": as people say it, in thousands like the systems they see it in. */
export function sizeWords(bytes: number, locale: string): string {
  if (bytes < 1000) {
    return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  }
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < UNITS.length - 1);
  const digits = value < 9.95 ? 1 : 0;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${UNITS[unit] ?? ''}`;
}
