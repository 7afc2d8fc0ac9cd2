// Stands for somebody or a server where Discord has a picture: initials on a colour that goes with the name.

import type { Status } from "../api/shapes";
import { faceOf } from "./face";
import classes from "./Face.module.css";

interface Props {
  name: string;
  /** People are round; bots and servers have corners. */
  shape: "person" | "thing";
  size?: "small";
  /** Whether they are online, as a dot. */
  status?: Status;
}

export function Face({ name, shape, size, status }: Props) {
  const { initials, tone } = faceOf(name);
  return (
    <span
      aria-hidden="true"
      className={classes.face}
      data-shape={shape}
      data-size={size}
      data-tone={tone}
      data-status={status}
    >
      {initials}
    </span>
  );
}
