// What can be turned: how well Discord behaves, its clock, the person's habits, who is here, and everything back to the
// beginning.

import { Clock } from "./Clock";
import { Membership } from "./Membership";
import { Misbehave } from "./Misbehave";
import { Person } from "./Person";
import { Reset } from "./Reset";

export const Knobs = () => (
  <>
    <Misbehave />
    <Clock />
    <Person />
    <Membership />
    <Reset />
  </>
);
