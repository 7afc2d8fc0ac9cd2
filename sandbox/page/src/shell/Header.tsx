// The bar on top: what this is, who is acted as, light or dark.

import { ActingAs } from "./ActingAs";
import classes from "./Header.module.css";
import { Scheme } from "./Scheme";
import { Tool } from "./Tool";

interface Opens {
  /** Missing where the side is always there. */
  openPlaces?: () => void;
  openAside?: () => void;
}

export function Header({ openPlaces, openAside }: Opens) {
  return (
    <header className={classes.header}>
      {openPlaces && <Tool label="Servers and channels" icon="menu" onClick={openPlaces} />}
      <h1 className={classes.name}>
        Sandbox <span>Discord on localhost</span>
      </h1>
      <ActingAs />
      {!openPlaces && <Scheme />}
      {openAside && <Tool label="About this server" icon="panel" onClick={openAside} />}
    </header>
  );
}
