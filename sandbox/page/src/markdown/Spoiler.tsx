// Words that are hidden until somebody wants to read them.

import { type ReactNode, useState } from "react";
import classes from "./Markdown.module.css";

export function Spoiler({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <span className={classes.revealed}>{children}</span>;
  return (
    <button type="button" className={classes.spoiler} aria-label="Spoiler. Show it" onClick={() => setOpen(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
