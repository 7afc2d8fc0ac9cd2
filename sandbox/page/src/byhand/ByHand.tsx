// Asks for what a deed by hand wants, such as a reason, and does it in the name of whoever is acted as.

import { Alert, Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { createContext, type FormEvent, type ReactNode, useContext, useState } from "react";
import { post, sentence } from "../api/call";
import classes from "../form/Form.module.css";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { DELETIONS, DURATIONS, type Deed, doneOf, labelOf } from "./deeds";

const Context = createContext<((deed: Deed) => void) | null>(null);

export function ByHandProvider({ children }: { children: ReactNode }) {
  const [asked, ask] = useState<Deed>();
  return (
    <Context value={ask}>
      {children}
      {asked && <DeedForm deed={asked} onClose={() => ask(undefined)} />}
    </Context>
  );
}

/** Opens the form of a deed. */
export function useByHand(): (deed: Deed) => void {
  const ask = useContext(Context);
  if (!ask) throw new Error("useByHand stands outside of ByHandProvider");
  return ask;
}

function DeedForm({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const { ids } = usePlace();
  const { say } = useActing();
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("10");
  const [seconds, setSeconds] = useState("0");
  const [mistake, setMistake] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const details = { reason, minutes: Number(minutes), delete_message_seconds: Number(seconds) };
    try {
      await post("deeds", { guild: ids.guild, user: ids.user, target: deed.target.id, deed: deed.kind, ...details });
      onClose();
      say(doneOf(deed));
    } catch (error) {
      setMistake(sentence(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={labelOf(deed)}>
      <form onSubmit={submit} className={classes.form}>
        {deed.kind === "timeout" && (
          <NativeSelect
            label="How long"
            data={DURATIONS}
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
          />
        )}
        {deed.kind === "ban" && (
          <NativeSelect
            label="Delete"
            data={DELETIONS}
            value={seconds}
            onChange={(event) => setSeconds(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="Reason"
          description="For the audit log; it may be left empty."
          maxLength={512}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {mistake && (
          <Alert role="alert" color="red">
            {mistake}
          </Alert>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color={deed.kind === "ban" || deed.kind === "kick" ? "red" : undefined}>
            {labelOf(deed)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
