// The page's frame: servers and channels on the left, the conversation, and everything else about the server on the
// right. On narrow screens the sides are drawers.

import { Drawer } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { Aside } from "../aside/Aside";
import { Conversation } from "../chat/Conversation";
import { Header } from "./Header";
import { Places } from "./Places";
import { Scheme } from "./Scheme";
import classes from "./Shell.module.css";

const AT_ONCE = { getInitialValueInEffect: false };

export function Shell() {
  const showsPlaces = useMediaQuery("(min-width: 48em)", true, AT_ONCE);
  const showsAside = useMediaQuery("(min-width: 70em)", true, AT_ONCE);
  const [placesOpened, places] = useDisclosure();
  const [asideOpened, aside] = useDisclosure();
  return (
    <div className={classes.shell}>
      <button type="button" className="skip" onClick={() => document.getElementById("line")?.focus()}>
        Skip to the command line
      </button>
      <Header openPlaces={showsPlaces ? undefined : places.open} openAside={showsAside ? undefined : aside.open} />
      <div className={classes.columns}>
        {showsPlaces ? (
          <Places className={classes.places} />
        ) : (
          <Drawer opened={placesOpened} onClose={places.close} title="Servers and channels" size={280}>
            <Places onChosen={places.close} />
            <Scheme />
          </Drawer>
        )}
        <Conversation />
        {showsAside ? (
          <Aside className={classes.aside} />
        ) : (
          <Drawer opened={asideOpened} onClose={aside.close} title="About this server" position="right" size={380}>
            <Aside />
          </Drawer>
        )}
      </div>
    </div>
  );
}
