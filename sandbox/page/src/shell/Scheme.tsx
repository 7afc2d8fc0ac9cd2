// Light, dark, or as the system has it.

import { useMantineColorScheme } from "@mantine/core";
import { Tool } from "./Tool";

const SCHEMES = {
  auto: { next: "light", icon: "half", label: "Colours follow the system. Switch to light" },
  light: { next: "dark", icon: "sun", label: "Colours are light. Switch to dark" },
  dark: { next: "auto", icon: "moon", label: "Colours are dark. Follow the system" },
} as const;

export function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, icon, label } = SCHEMES[colorScheme];
  return <Tool label={label} icon={icon} onClick={() => setColorScheme(next)} />;
}
