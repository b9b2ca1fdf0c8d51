import type { ReactNode } from 'react';

const SHAPES = {
  alert: (
    <path d="M12 8v5m0 3.5v.01M10.3 4.3 2.9 17.1A2 2 0 0 0 4.6 20h14.8a2 2 0 0 0 1.7-2.9L13.7 4.3a2 2 0 0 0-3.4 0Z" />
  ),
  calendar: (
    <path d="M8 3v4m8-4v4M4 10h16M5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-12A1.5 1.5 0 0 1 5.5 5Z" />
  ),
  check: <path d="m5.5 12.5 4.5 4.5 8.5-10" />,
  chevronDown: <path d="m6 9 6 6 6-6" />,
  chevronLeft: <path d="m15 6-6 6 6 6" />,
  chevronRight: <path d="m9 6 6 6-6 6" />,
  close: <path d="M6 6l12 12M18 6 6 18" />,
  download: <path d="M12 4v11m0 0-4.5-4.5M12 15l4.5-4.5M4.5 19.5h15" />,
  eye: (
    <>
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
      <circle cx="12" cy="12" r="2.75" />
    </>
  ),
  file: <path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5Zm0 0v5h5" />,
  image: (
    <>
      <rect x="3.5" y="4.5" width="17" height="15" rx="2" />
      <path d="m4 17 5-5 4 4 3-3 4.5 4.5" />
      <circle cx="15.5" cy="9" r="1.25" />
    </>
  ),
  paperclip: (
    <path d="m20 11.5-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4L12.9 3.8a3.5 3.5 0 0 1 4.9 4.9l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5" />
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  retry: <path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4v4.5H9" />,
  trash: (
    <path d="M4.5 6.5h15M9.5 6V4.5h5V6m3 .5-.8 12a1.5 1.5 0 0 1-1.5 1.4H8.8a1.5 1.5 0 0 1-1.5-1.4l-.8-12m3.8 4v5m3.4-5v5" />
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A line drawing beside or instead of words. Never the only carrier of a meaning, so hidden from screen readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {SHAPES[name]}
    </svg>
  );
}
