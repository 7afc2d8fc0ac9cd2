// The habits of the person who is acted as: whether others see them online, their language, and whether they take direct
// messages.

import { NativeSelect, Select } from "@mantine/core";
import { patch } from "../api/call";
import type { Status } from "../api/shapes";
import { TakesMessages } from "../dms/TakesMessages";
import { STATUSES } from "../look/statuses";
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
  const appear = (status: Status) =>
    attempt(() => patch(`people/${person.id}`, { status }), `${person.name}: ${STATUSES[status]}`);
  return (
    <Section title={`About ${person.name}`}>
      <NativeSelect
        label="Status"
        description="How others see them. Bots hear of it that Discord lets know who is online."
        data={Object.entries(STATUSES).map(([value, label]) => ({ value, label }))}
        value={world.users[person.id]?.status}
        onChange={(event) => appear(event.currentTarget.value as Status)}
      />
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
