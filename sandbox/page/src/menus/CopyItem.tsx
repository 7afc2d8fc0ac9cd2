// Copies a text to the clipboard, from a menu.

import { Menu } from "@mantine/core";
import { useActing } from "../shell/Acting";

export function CopyItem({ label, text }: { label: string; text: string }) {
  const { say } = useActing();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say("Copied."),
      () => say("The browser does not let this page copy."),
    );
  return <Menu.Item onClick={copy}>{label}</Menu.Item>;
}
