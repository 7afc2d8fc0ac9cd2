// The page's icons, drawn as strokes on a square of 20. They only repeat what stands beside them in words.

const PATHS = {
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0-3v4.2a1.9 1.9 0 0 0 3.8 0V10a6.8 6.8 0 1 0-2.7 5.4",
  check: "m4 10.5 4 4 8-9",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-11v4l3 2",
  close: "m5 5 10 10M15 5 5 15",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  file: "M5 2.5h7l3.5 3.5v11.5H5Zm6.5 0V7h4",
  half: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-14v14m2.5-12.5v11m2.3-9v7",
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5",
  link: "M11 4h5v5m0-5-7 7M8 5H4v11h11v-4",
  lock: "M5 9h10v8H5Zm2.5 0V6.5a2.5 2.5 0 0 1 5 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4 6.5 6.5 0 1 0 16 11.5Z",
  panel: "M3 4h14v12H3Zm9 0v12",
  picture: "M3 4h14v12H3Zm0 9 4-4 4 4 2.5-2.5L17 14M12.5 8h.01",
  reply: "M8 5 3.5 9.5 8 14m-4.5-4.5H12a4.5 4.5 0 0 1 4.5 4.5v2",
  send: "M3 10h13m-5-5.5L16.5 10 11 15.5",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm0-11v1.5m0 12v1.5M2.5 10H4m12 0h1.5M4.7 4.7l1 1m8.6 8.6 1 1m0-10.6-1 1m-8.6 8.6-1 1",
  warning: "M10 3 2.5 16.5h15Zm0 5v4m0 2.2v.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "dots" ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
