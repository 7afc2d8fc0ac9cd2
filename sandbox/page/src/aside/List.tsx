// A list of the side panel, with words for when there is nothing in it.

import type { ReactNode } from "react";
import classes from "./Aside.module.css";

export function List({ name, empty, children }: { name: string; empty: string; children: ReactNode[] }) {
  return (
    <ul aria-label={name} className={classes.list}>
      {children.length ? children : <li className={classes.empty}>{empty}</li>}
    </ul>
  );
}

export const Small = ({ children }: { children: ReactNode }) => <span className={classes.small}>{children}</span>;
