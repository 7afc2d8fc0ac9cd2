// Which message a component sits on.

import { createContext } from "react";

export const MessageContext = createContext("");
