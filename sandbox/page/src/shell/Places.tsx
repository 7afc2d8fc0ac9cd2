// Servers, the channels of the one that is open, and the direct messages of the person who is acted as.

import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { useDirectMessages } from "../api/queries";
import { Face } from "../look/Face";
import { Icon, type IconName } from "../look/Icon";
import { usePlace } from "../place/Place";
import classes from "./Places.module.css";

interface Props {
  className?: string;
  /** Called when a place was picked. */
  onChosen?: () => void;
}

export function Places({ className, onChosen }: Props) {
  const { world, guild, person, channels, channel, dm, hrefTo } = usePlace();
  const { data: messages } = useDirectMessages(person.id);
  const bots = world.applications.filter(({ id }) => guild.members.some((member) => member.id === id));
  return (
    <nav aria-label="Servers and channels" className={className}>
      <Section title="Servers">
        {world.guilds.map(({ id, name }) => (
          <li key={id}>
            <a
              className={classes.link}
              href={hrefTo({ guild: id, channel: undefined, dm: undefined })}
              aria-current={id === guild.id}
              onClick={onChosen}
            >
              <Face name={name} shape="thing" size="small" />
              {name}
            </a>
          </li>
        ))}
      </Section>
      <Section title="Channels" empty={`${person.name} sees no channel here.`}>
        {channels.map(({ id, name }) => {
          const isOpen = id === channel?.id && !dm;
          return (
            <PlaceLink key={id} icon="hash" href={hrefTo({ channel: id, dm: undefined })} {...{ isOpen, onChosen }}>
              {name}
            </PlaceLink>
          );
        })}
      </Section>
      <Section title="Direct messages" empty="There is no bot here.">
        {bots.map(({ id, name }) => (
          <PlaceLink key={id} icon="at" href={hrefTo({ dm: id })} isOpen={id === dm} onChosen={onChosen}>
            {name}
            <Count of={messages?.find((one) => one.application === id)?.entries.length} />
          </PlaceLink>
        ))}
      </Section>
    </nav>
  );
}

function Section({ title, empty, children }: { title: string; empty?: string; children: ReactNode[] }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>{title}</h2>
      {children.length ? <ul aria-label={title}>{children}</ul> : <p className={classes.empty}>{empty}</p>}
    </section>
  );
}

interface LinkProps {
  icon: IconName;
  href: string;
  isOpen: boolean;
  onChosen?: () => void;
  children: ReactNode;
}

function PlaceLink({ icon, href, isOpen, onChosen, children }: LinkProps) {
  return (
    <li>
      <a className={classes.link} href={href} aria-current={isOpen ? "page" : undefined} onClick={onChosen}>
        <Icon name={icon} size={16} />
        {children}
      </a>
    </li>
  );
}

/** How many messages there are, if any. */
const Count = ({ of }: { of: number | undefined }) =>
  of ? (
    <Badge size="sm" variant="light" ml="auto" aria-label={of === 1 ? "1 message" : `${of} messages`}>
      {of}
    </Badge>
  ) : null;
