// The clock's advance in words.

import { expect, test } from "vitest";
import { aheadInWords } from "./ahead";

test("an advance is told in its largest parts", () => {
  expect(aheadInWords(0)).toBe("It is right.");
  expect(aheadInWords(60_000)).toBe("It is 1 minute ahead.");
  expect(aheadInWords(((7 * 24 + 2) * 3600 + 5) * 1000)).toBe("It is 7 days, 2 hours, 5 seconds ahead.");
});
