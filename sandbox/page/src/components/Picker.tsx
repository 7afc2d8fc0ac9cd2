// Picks from what a select offers, with search. Used in messages and in forms.

import { MultiSelect, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { Component } from "../api/components";
import { usePlace } from "../place/Place";
import { choicesOf, limitsInWords, limitsOf } from "./choices";
import classes from "./Picker.module.css";

interface Props {
  part: Component;
  values: string[];
  onChange: (values: string[]) => void;
  /** What it is called, where no label stands before it. */
  name?: string;
  label?: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  isBusy?: boolean;
  isRequired?: boolean;
}

export function Picker({ part, values, onChange, name, label, description, error, isBusy, isRequired }: Props) {
  const { guild, channels } = usePlace();
  const groups = choicesOf(part, guild, channels);
  const [least, most] = limitsOf(part);
  const abouts = new Map(groups.flatMap(({ items }) => items.map(({ value, about }) => [value, about] as const)));
  const shared = {
    "aria-label": name,
    "aria-busy": isBusy,
    data: groups.length === 1 ? (groups[0]?.items ?? []) : groups,
    label,
    withAsterisk: isRequired,
    description: description ?? (label ? limitsInWords([least, most]) : undefined),
    error,
    disabled: part.disabled,
    placeholder: values.length ? undefined : (part.placeholder ?? "Choose"),
    searchable: true,
    nothingFoundMessage: "Nothing here is called that.",
    renderOption: ({ option }: { option: { value: string; label: string } }) => (
      <span className={classes.option}>
        {option.label}
        {abouts.get(option.value) && <small>{abouts.get(option.value)}</small>}
      </span>
    ),
  };
  if (most === 1) {
    const choose = (value: string | null) => onChange(value === null ? [] : [value]);
    return (
      <Select
        {...shared}
        value={values[0] ?? null}
        onChange={choose}
        allowDeselect={least === 0}
        clearable={least === 0}
      />
    );
  }
  return <MultiSelect {...shared} value={values} onChange={onChange} maxValues={most} hidePickedOptions={false} />;
}
