// What can be turned: how well Discord behaves, its clock, the person's habits, and everything back to the beginning.

import { Misbehave } from "./Misbehave";

export function Knobs() {
  return <Misbehave />;
}
