// Something with a menu: it opens by a right click or a long touch on the thing, and by a button on it.

import { ActionIcon, Menu } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { Icon } from "../look/Icon";

interface Props {
  /** What the menu is of, for its button's name. */
  of: string;
  items: ReactNode;
  /** The thing, with the button somewhere in it. It must hand on what a div takes. */
  children: (button: ReactNode) => ReactElement;
}

export function HasMenu({ of, items, children }: Props) {
  const button = (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Menu of ${of}`}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{items}</Menu.Dropdown>
    </Menu>
  );
  return (
    <Menu>
      <Menu.ContextMenu>{children(button)}</Menu.ContextMenu>
      <Menu.Dropdown>{items}</Menu.Dropdown>
    </Menu>
  );
}
