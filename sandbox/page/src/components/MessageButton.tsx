// A button of a message.

import { Button, type ButtonProps, Loader } from "@mantine/core";
import { useContext } from "react";
import type { Component, Emoji } from "../api/components";
import { webPage } from "../chat/safe";
import { Icon } from "../look/Icon";
import { InertContext } from "./inertContext";
import { useComponent } from "./useComponent";

const LINK = 5;
const PREMIUM = 6;

const STYLES: Record<number, ButtonProps> = {
  1: { variant: "filled" },
  2: { variant: "default" },
  3: { variant: "filled", color: "#22703a" },
  4: { variant: "filled", color: "#b3261e" },
};

export function MessageButton({ part }: { part: Component }) {
  const name = [emojiText(part.emoji), part.label].filter(Boolean).join(" ");
  if (part.style === LINK) return <LinkButton name={name || (part.url ?? "")} part={part} />;
  if (part.style === PREMIUM) return <PremiumButton />;
  return <ActingButton name={name} part={part} />;
}

function ActingButton({ name, part }: { name: string; part: Component }) {
  const { use, isBusy } = useComponent(part);
  const isInert = useContext(InertContext);
  return (
    <Button
      size="sm"
      disabled={part.disabled || isInert}
      aria-busy={isBusy}
      leftSection={isBusy && <Loader size="xs" color="currentColor" />}
      onClick={() => use()}
      {...(STYLES[part.style ?? 2] ?? STYLES[2])}
    >
      {name}
    </Button>
  );
}

function LinkButton({ name, part }: { name: string; part: Component }) {
  const href = webPage(part.url);
  const look: ButtonProps = { size: "sm", variant: "default", rightSection: <Icon name="link" size={16} /> };
  // A button that leads nowhere safe is shown and does nothing.
  if (!href || part.disabled) {
    return (
      <Button {...look} disabled>
        {name}
      </Button>
    );
  }
  return (
    <Button {...look} component="a" href={href} rel="noreferrer noopener" target="_blank">
      {name}
    </Button>
  );
}

const PremiumButton = () => (
  <Button size="sm" variant="light" disabled leftSection={<Icon name="lock" size={16} />}>
    Premium: nothing is sold here
  </Button>
);

/** An emoji as text; the pictures of a server's own are not here. */
const emojiText = (emoji: Emoji | undefined) => (emoji?.id ? `:${emoji.name}:` : emoji?.name);
