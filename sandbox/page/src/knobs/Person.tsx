// The habits of the person who is acted as: their language, and whether they take direct messages.

import { Select } from "@mantine/core";
import { patch } from "../api/call";
import { TakesMessages } from "../dms/TakesMessages";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { LANGUAGES } from "./languages";
import { Section } from "./Section";

export function Person() {
  const { world, person } = usePlace();
  const { attempt } = useActing();
  const choose = (locale: string | null) =>
    locale &&
    attempt(() => patch(`people/${person.id}`, { locale }), `${person.name}'s Discord speaks another language.`);
  return (
    <Section title={`About ${person.name}`}>
      <Select
        label="Language of their Discord"
        description="Bots are told of it and may answer in it."
        searchable
        allowDeselect={false}
        data={LANGUAGES}
        value={world.users[person.id]?.locale ?? null}
        onChange={choose}
      />
      <TakesMessages />
    </Section>
  );
}
