// The page's colours and habits: petrol on warm paper.

import { createTheme, type MantineColorsTuple } from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e6f4f8",
  "#cfe6ed",
  "#a3cfdc",
  "#7abacc",
  "#57a5bb",
  "#3b8ea6",
  "#237690",
  "#12617a",
  "#0d4f64",
  "#093f50",
];

/** Mantine's greys, warmed up. */
const gray: MantineColorsTuple = [
  "#faf9f6",
  "#f4f2ed",
  "#ebe8e0",
  "#dfdbd1",
  "#cdc8bb",
  "#aba596",
  "#7f796b",
  "#5c574b",
  "#3c382f",
  "#26231d",
];

/** The shades of the dark scheme, from text to the deepest background. */
const dark: MantineColorsTuple = [
  "#ece8df",
  "#bab5a9",
  "#a09a8d",
  "#6b665b",
  "#47433b",
  "#3a372f",
  "#2b2923",
  "#22201b",
  "#1a1815",
  "#12110f",
];

const dialog = {
  // The page itself never scrolls, so there is nothing to lock behind a dialog.
  lockScroll: false,
  transitionProps: { duration: 120 },
  closeButtonProps: { "aria-label": "Close" },
  // The page has one header; a dialog's is only its title.
  attributes: { header: { role: "presentation" } },
};

export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 6 },
  respectReducedMotion: true,
  cursorType: "pointer",
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace",
  headings: { fontFamily: "system-ui, -apple-system, 'Segoe UI', sans-serif" },
  components: {
    Modal: { defaultProps: dialog },
    Drawer: { defaultProps: dialog },
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false, transitionProps: { duration: 80 } } },
    Combobox: { defaultProps: { shadow: "md", transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});

/** What the sandbox wrote into the page for the style tags that Mantine makes. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "";
