// Picks the person who is acted as.

import { Select } from "@mantine/core";
import { usePlace } from "../place/Place";
import classes from "./ActingAs.module.css";

export function ActingAs() {
  const { guild, person, go } = usePlace();
  const people = guild.members.filter((member) => !member.bot);
  const roles = (id: string) => people.find((one) => one.id === id)?.roles.join(", ");
  return (
    <div className={classes.acting}>
      <span className={classes.label} aria-hidden="true">
        Acting as
      </span>
      <Select
        aria-label="Acting as"
        className={classes.picker}
        searchable
        allowDeselect={false}
        nothingFoundMessage="Nobody here is called that."
        value={person.id}
        onChange={(user) => user && go({ user })}
        data={people.map(({ id, name, owner }) => ({ value: id, label: owner ? `${name} (owner)` : name }))}
        renderOption={({ option }) => (
          <span className={classes.option}>
            {option.label}
            <small>{roles(option.value)}</small>
          </span>
        )}
      />
    </div>
  );
}
