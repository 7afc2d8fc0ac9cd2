// How far Discord's clock is ahead of this machine's, in words.

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

export function aheadInWords(ms: number): string {
  let rest = Math.floor(ms / 1000);
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count ? [`${count} ${unit}${count > 1 ? "s" : ""}`] : [];
  });
  return parts.length ? `It is ${parts.join(", ")} ahead.` : "It is right.";
}
