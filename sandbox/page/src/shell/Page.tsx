// The page in its states: the sandbox away, nothing known yet, no server, or everything there.

import { Alert, EmptyState, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useFollow } from "../api/follow";
import { useWorld } from "../api/queries";
import { ByHandProvider } from "../byhand/ByHand";
import { Icon } from "../look/Icon";
import { PlaceProvider } from "../place/Place";
import { ActingProvider } from "./Acting";
import classes from "./Page.module.css";
import { Shell } from "./Shell";

export function Page() {
  const trouble = useFollow();
  const { data: world } = useWorld();
  return (
    <div className={classes.page}>
      {trouble && (
        <Alert role="alert" color="red" radius={0} icon={<Icon name="warning" />} className={classes.trouble}>
          {trouble}
        </Alert>
      )}
      {world ? (
        <PlaceProvider world={world} otherwise={<NoServer />}>
          <ActingProvider>
            <ByHandProvider>
              <Shell />
            </ByHandProvider>
          </ActingProvider>
        </PlaceProvider>
      ) : (
        <Whole>
          <Loader size="sm" />
          <p>Loading the servers…</p>
        </Whole>
      )}
    </div>
  );
}

function NoServer() {
  return (
    <Whole>
      <EmptyState
        title="There is no server yet"
        description="Start the sandbox with --demo, or make a person and a server by the scripting API."
      />
    </Whole>
  );
}

/** Something in the middle of an otherwise empty page. */
const Whole = ({ children }: { children: ReactNode }) => <main className={classes.whole}>{children}</main>;
