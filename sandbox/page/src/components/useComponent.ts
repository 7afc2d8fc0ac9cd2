// Uses a component of a message: presses a button, or sends what was chosen.

import { useContext, useState } from "react";
import { post, sentence } from "../api/call";
import type { Component } from "../api/components";
import type { Answer } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import { MessageContext } from "./messageContext";

/** While it waits it stays focusable and cannot be used twice. */
export function useComponent(part: Component) {
  const message = useContext(MessageContext);
  const { ids } = usePlace();
  const { answered, say } = useActing();
  const [isBusy, setBusy] = useState(false);
  const use = async (values?: string[]) => {
    if (isBusy) return;
    setBusy(true);
    try {
      answered(await post<Answer>("components", { ...ids, message, custom_id: part.custom_id, values }));
    } catch (error) {
      say(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return { use, isBusy };
}
