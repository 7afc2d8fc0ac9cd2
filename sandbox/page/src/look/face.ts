// Initials and a colour for a name.

/** As many as `Face.module.css` has. */
const TONES = 8;

/** The same name always has the same face. */
export function faceOf(name: string): { initials: string; tone: number } {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return { initials: letters.join("").toUpperCase(), tone: sum % TONES };
}
