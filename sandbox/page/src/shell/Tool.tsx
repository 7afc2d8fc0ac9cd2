// A button that is an icon, with its name for those who point at it and those who do not see it.

import { ActionIcon, Tooltip } from "@mantine/core";
import { Icon, type IconName } from "../look/Icon";

export function Tool({ label, icon, onClick }: { label: string; icon: IconName; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
