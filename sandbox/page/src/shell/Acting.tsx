// What the person does and what comes of it: the line that tells how it went, and the form that a bot may answer with.

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { sentence } from "../api/call";
import type { Answer } from "../api/shapes";
import { Form } from "../form/Form";
import { useNames } from "../place/Place";

export interface Acting {
  /** How the last act went. */
  status: string;
  say: (words: string) => void;
  /** Tells how an interaction went; opens the form if there is one. */
  answered: (answer: Answer) => void;
  /** Does something and says what is wrong if it is refused, or else what is `done`. Whether it was done. */
  attempt: (act: () => Promise<unknown>, done?: string) => Promise<boolean>;
}

const Context = createContext<Acting | null>(null);

export function ActingProvider({ children }: { children: ReactNode }) {
  const [status, say] = useState("Ready.");
  const [opened, setOpened] = useState<Answer>();
  const names = useNames();
  const acting = useMemo<Acting>(
    () => ({
      status,
      say,
      answered: (answer) => {
        const bot = names.user(answer.application);
        say(answer.failure ? `${bot} did not respond.` : `${bot} answered in ${answer.elapsed_ms} ms.`);
        if (answer.modal) setOpened(answer);
      },
      attempt: async (act, done) => {
        try {
          await act();
          if (done) say(done);
          return true;
        } catch (error) {
          say(sentence(error));
          return false;
        }
      },
    }),
    [status, names],
  );
  return (
    <Context value={acting}>
      {children}
      {opened && <Form key={opened.interaction} answer={opened} onClose={() => setOpened(undefined)} />}
    </Context>
  );
}

export function useActing(): Acting {
  const acting = useContext(Context);
  if (!acting) throw new Error("useActing stands outside of ActingProvider");
  return acting;
}
