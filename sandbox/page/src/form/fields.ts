// What a form asks, and what is wrong with an answer. Source: Discord docs, "Component Reference", Label.

import { type Component, Type } from "../api/components";
import type { Modal } from "../api/shapes";
import { chosenAtFirst, limitsInWords, limitsOf } from "../components/choices";

/** A question with its input. */
export interface Field {
  id: string;
  label: string;
  description?: string;
  input: Component;
}

/** A text, what was chosen, or whether the box is ticked. */
export type Value = string | string[] | boolean;
export type Values = Record<string, Value>;

/** What stands in a form, from top to bottom: questions, and texts between them. */
export type Line = { kind: "field"; field: Field } | { kind: "text"; text: string };

export function linesOf(modal: Modal): Line[] {
  return modal.components.map((part) => {
    if (part.type === Type.TEXT_DISPLAY) return { kind: "text", text: part.content ?? "" };
    // Before labels, a row held one text input, which had its label itself.
    const input = part.type === Type.LABEL ? part.component : part.components?.[0];
    const id = input?.custom_id ?? "";
    const label = part.label ?? input?.label ?? id;
    return { kind: "field", field: { id, label, description: part.description, input: input ?? part } };
  });
}

export const fieldsOf = (modal: Modal): Field[] =>
  linesOf(modal).flatMap((line) => (line.kind === "field" ? [line.field] : []));

/** What stands in a field before anybody has touched it. */
export function atFirst({ input }: Field): Value {
  switch (input.type) {
    case Type.TEXT_INPUT:
      return input.value ?? "";
    case Type.CHECKBOX:
      return input.default ?? false;
    case Type.RADIO_GROUP:
      return chosenAtFirst(input)[0] ?? "";
    default:
      return chosenAtFirst(input);
  }
}

/** Whether something must be answered; a form's inputs are required unless they say otherwise, a checkbox never is. */
export const isRequired = ({ input }: Field): boolean => input.type !== Type.CHECKBOX && input.required !== false;

/** What is wrong with an answer, in words for the person. */
export function mistakeIn(field: Field, value: Value): string | undefined {
  const { input } = field;
  if (input.type === Type.FILE_UPLOAD) {
    return isRequired(field) ? "This form wants a file, and the sandbox takes none." : undefined;
  }
  const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return isRequired(field) ? "This has to be answered." : undefined;
  if (typeof value === "string" && input.type === Type.TEXT_INPUT) return lengthMistake(input, value);
  if (!Array.isArray(value)) return undefined;
  const [least, most] = limitsOf(input);
  const fits = value.length >= least && value.length <= mostOf(input, most);
  return fits ? undefined : `Choose ${limitsInWords([least, mostOf(input, most)])?.toLowerCase() ?? "one"}.`;
}

/** A group of boxes may be ticked whole unless it says otherwise; a select takes one value. */
export const mostOf = (input: Component, most: number): number =>
  input.type === Type.CHECKBOX_GROUP ? (input.max_values ?? input.options?.length ?? 10) : most;

function lengthMistake(input: Component, text: string): string | undefined {
  const length = [...text].length;
  const most = input.max_length ?? 4000;
  if (length < (input.min_length ?? 0)) return `At least ${input.min_length} characters, and these are ${length}.`;
  return length > most ? `At most ${most} characters, and these are ${length}.` : undefined;
}

/** The answers as `POST /modals` takes them: texts apart from everything else. */
export function bodyOf(modal: Modal, values: Values): { fields: Record<string, string>; values: Values } {
  const body = { fields: {} as Record<string, string>, values: {} as Values };
  for (const { id, input } of fieldsOf(modal)) {
    const value = values[id];
    if (value === undefined) continue;
    if (input.type === Type.TEXT_INPUT) body.fields[id] = String(value);
    else body.values[id] = value;
  }
  return body;
}
