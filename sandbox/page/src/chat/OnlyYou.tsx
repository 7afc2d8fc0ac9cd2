// The mark of what only one person sees, and the way to be rid of it.

import { UnstyledButton } from "@mantine/core";
import { useContext } from "react";
import { LogContext } from "./logContext";
import classes from "./OnlyYou.module.css";

export function OnlyYou({ entry }: { entry: string }) {
  const { dismiss } = useContext(LogContext);
  return (
    <p className={classes.only}>
      Only you can see this ·{" "}
      <UnstyledButton className={classes.dismiss} onClick={() => dismiss(entry)}>
        Dismiss
      </UnstyledButton>
    </p>
  );
}
