// A text that a form asks for, on one line or several, with the number of characters that are left.

import { Textarea, TextInput } from "@mantine/core";
import type { FieldProps } from "./FieldView";
import classes from "./Form.module.css";
import { isRequired } from "./fields";

const PARAGRAPH = 2;

export function TextField({ field, value, onChange, mistake, isFirst }: FieldProps) {
  const { input, label, description } = field;
  const text = String(value);
  const shared = {
    name: field.id,
    label,
    description: <Hint description={description} length={[...text].length} most={input.max_length} />,
    inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[],
    error: mistake,
    withAsterisk: isRequired(field),
    required: isRequired(field),
    placeholder: input.placeholder,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    "data-autofocus": isFirst || undefined,
  };
  return input.style === PARAGRAPH ? (
    <Textarea {...shared} autosize minRows={3} maxRows={10} />
  ) : (
    <TextInput {...shared} />
  );
}

function Hint({ description, length, most }: { description?: string; length: number; most?: number }) {
  return (
    <>
      {description}
      {most !== undefined && (
        <span className={classes.counter}>
          {length} / {most}
        </span>
      )}
    </>
  );
}
