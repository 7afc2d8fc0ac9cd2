// What a form asks, and which answers it takes.

import { expect, test } from "vitest";
import { type Component, Type } from "../api/components";
import type { Modal } from "../api/shapes";
import { atFirst, bodyOf, type Field, fieldsOf, linesOf, mistakeIn } from "./fields";

const field = (input: Component): Field => ({ id: input.custom_id ?? "a", label: "A", input });
const text = (rest: Partial<Component> = {}) => field({ type: Type.TEXT_INPUT, style: 1, ...rest });

const modal: Modal = {
  title: "Report",
  custom_id: "report",
  components: [
    { type: Type.TEXT_DISPLAY, content: "Be **brief**." },
    { type: Type.LABEL, label: "Why", component: { type: Type.TEXT_INPUT, custom_id: "why", style: 2, value: "spam" } },
    { type: Type.ACTION_ROW, components: [{ type: Type.TEXT_INPUT, custom_id: "old", label: "Old style", style: 1 }] },
    { type: Type.LABEL, label: "Who", component: { type: Type.USER_SELECT, custom_id: "who", max_values: 3 } },
    { type: Type.LABEL, label: "Sure", component: { type: Type.CHECKBOX, custom_id: "sure" } },
  ],
};

test("labels, rows of the old kind and texts become lines", () => {
  expect(linesOf(modal).map((line) => (line.kind === "text" ? line.text : line.field.label))).toEqual([
    "Be **brief**.",
    "Why",
    "Old style",
    "Who",
    "Sure",
  ]);
  expect(fieldsOf(modal).map(atFirst)).toEqual(["spam", "", [], false]);
});

test("an answer may be missing only where it is not required", () => {
  expect(mistakeIn(text(), "")).toBe("This has to be answered.");
  expect(mistakeIn(text({ required: false, min_length: 5 }), "")).toBeUndefined();
  expect(mistakeIn(field({ type: Type.CHECKBOX }), false)).toBeUndefined();
  expect(mistakeIn(field({ type: Type.ROLE_SELECT }), [])).toBe("This has to be answered.");
});

test("a text is as long as the form wants it, counted in characters", () => {
  expect(mistakeIn(text({ min_length: 3 }), "ab")).toBe("At least 3 characters, and these are 2.");
  expect(mistakeIn(text({ max_length: 2 }), "🎉🎉")).toBeUndefined();
  expect(mistakeIn(text({ max_length: 2 }), "abc")).toBe("At most 2 characters, and these are 3.");
});

test("as many are chosen as the form wants", () => {
  const several = field({ type: Type.STRING_SELECT, min_values: 2, max_values: 3 });
  expect(mistakeIn(several, ["a"])).toBe("Choose 2 to 3.");
  expect(mistakeIn(several, ["a", "b"])).toBeUndefined();
  const boxes = field({ type: Type.CHECKBOX_GROUP, options: [], max_values: 1 });
  expect(mistakeIn(boxes, ["a", "b"])).toBe("Choose one.");
});

test("a form that wants a file says so before it is sent", () => {
  expect(mistakeIn(field({ type: Type.FILE_UPLOAD }), [])).toBe("This form wants a file, and the sandbox takes none.");
  expect(mistakeIn(field({ type: Type.FILE_UPLOAD, required: false }), [])).toBeUndefined();
});

test("texts are sent apart from what was chosen", () => {
  const values = { why: "scam", old: "", who: ["7"], sure: true };
  expect(bodyOf(modal, values)).toEqual({ fields: { why: "scam", old: "" }, values: { who: ["7"], sure: true } });
});
