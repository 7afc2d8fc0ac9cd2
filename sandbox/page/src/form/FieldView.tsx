// One question of a form with the input that it wants.

import { Alert, Checkbox, Radio } from "@mantine/core";
import { type Choice, Type } from "../api/components";
import { Picker } from "../components/Picker";
import { type Field, isRequired, type Value } from "./fields";
import { TextField } from "./TextField";

export interface FieldProps {
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
  mistake: string | undefined;
  /** Whether it has the focus when the form opens. */
  isFirst: boolean;
}

export function FieldView(props: FieldProps) {
  const { field, value, onChange, mistake } = props;
  const { input, label, description } = field;
  const shared = { label, description, error: mistake, withAsterisk: isRequired(field) };
  switch (input.type) {
    case Type.TEXT_INPUT:
      return <TextField {...props} />;
    case Type.CHECKBOX:
      return (
        <Checkbox
          label={label}
          description={description}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case Type.RADIO_GROUP:
      return (
        <Radio.Group {...shared} value={String(value)} onChange={onChange}>
          {input.options?.map((option) => (
            <Radio key={option.value} mt="xs" {...boxed(option)} />
          ))}
        </Radio.Group>
      );
    case Type.CHECKBOX_GROUP:
      return (
        <Checkbox.Group {...shared} value={Array.isArray(value) ? value : []} onChange={onChange}>
          {input.options?.map((option) => (
            <Checkbox key={option.value} mt="xs" {...boxed(option)} />
          ))}
        </Checkbox.Group>
      );
    case Type.FILE_UPLOAD:
      return (
        <Alert color="gray" title={label}>
          {mistake ?? "A file could be added here, but the sandbox takes none."}
        </Alert>
      );
    default:
      return (
        <Picker
          part={input}
          values={Array.isArray(value) ? value : []}
          onChange={onChange}
          label={label}
          isRequired={isRequired(field)}
          description={description}
          error={mistake}
        />
      );
  }
}

const boxed = ({ value, label, description }: Choice) => ({ value, label, description });
