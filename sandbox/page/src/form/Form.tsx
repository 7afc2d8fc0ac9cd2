// A form that a bot opened. It stays open until the bot has taken it.

import { Alert, Button, Modal } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { post, Refusal, sentence } from "../api/call";
import type { Answer } from "../api/shapes";
import { Markdown } from "../markdown/Markdown";
import { useActing } from "../shell/Acting";
import { FieldView } from "./FieldView";
import classes from "./Form.module.css";
import { atFirst, bodyOf, type Field, fieldsOf, linesOf, mistakeIn, type Values } from "./fields";

interface Props {
  answer: Answer;
  onClose: () => void;
}

export function Form({ answer, onClose }: Props) {
  const modal = answer.modal ?? { title: "", custom_id: "", components: [] };
  const fields = fieldsOf(modal);
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((one) => [one.id, atFirst(one)])));
  const [wasSent, setWasSent] = useState(false);
  const { submit, isBusy, mistake } = useSubmit(answer, onClose);
  useFocusGoesBack();
  const mistakeOf = (field: Field) => mistakeIn(field, values[field.id] ?? "");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if (!fields.some(mistakeOf)) submit(bodyOf(modal, values));
  };
  return (
    <Modal opened onClose={onClose} title={modal.title} returnFocus={false}>
      <form onSubmit={onSubmit} noValidate className={classes.form}>
        {linesOf(modal).map((line, index) =>
          line.kind === "text" ? (
            <Markdown key={index} text={line.text} />
          ) : (
            <FieldView
              key={line.field.id}
              field={line.field}
              isFirst={line.field.id === fields[0]?.id}
              value={values[line.field.id] ?? ""}
              onChange={(value) => setValues((before) => ({ ...before, [line.field.id]: value }))}
              mistake={wasSent ? mistakeOf(line.field) : undefined}
            />
          ),
        )}
        {mistake && (
          <Alert role="alert" color="red">
            {mistake}
          </Alert>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" aria-busy={isBusy}>
            Submit
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useSubmit(answer: Answer, onClose: () => void) {
  const { answered } = useActing();
  const [isBusy, setBusy] = useState(false);
  const [mistake, setMistake] = useState<string>();
  const submit = async (filled: object) => {
    if (isBusy) return;
    setBusy(true);
    setMistake(undefined);
    try {
      const reply = await post<Answer>("modals", { interaction: answer.interaction, ...filled });
      if (reply.failure) throw new Refusal(`The application did not respond. Why: ${reply.failure}`);
      onClose();
      answered(reply);
    } catch (error) {
      setMistake(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return { submit, isBusy, mistake };
}

/** When the form closes, who has not begun something else is back where they were. */
function useFocusGoesBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      const target = before?.isConnected ? before : document.getElementById("line");
      if (target instanceof HTMLElement) target.focus();
    },
    [before],
  );
}
