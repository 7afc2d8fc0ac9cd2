// Whether components are only looked at, because nothing would come of using them.

import { createContext } from "react";

export const InertContext = createContext(false);
