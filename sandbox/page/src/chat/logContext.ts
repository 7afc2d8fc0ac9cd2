// What a message must know of the others around it.

import { createContext } from "react";
import type { Message } from "../api/shapes";

interface LogAround {
  /** By id. */
  messages: ReadonlyMap<string, Message>;
  /** Hides an entry that only this person sees; Discord's client forgets it, too. */
  dismiss: (entry: string) => void;
}

export const LogContext = createContext<LogAround>({ messages: new Map(), dismiss: () => {} });
