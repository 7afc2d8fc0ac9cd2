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
  /** Tells how an interaction went; opens the form if there is one. `message` is the one whose component was used. */
  answered: (answer: Answer, message?: string) => void;
  /** Does something that is no interaction, and says how it went. */
  attempt: (act: () => Promise<unknown>, done: string) => Promise<boolean>;
}

const Context = createContext<Acting | null>(null);

export function ActingProvider({ children }: { children: ReactNode }) {
  const [status, say] = useState("Ready.");
  const [opened, setOpened] = useState<{ answer: Answer; message?: string }>();
  const names = useNames();
  const acting = useMemo<Acting>(
    () => ({
      status,
      say,
      answered: (answer, message) => {
        const bot = names.user(answer.application);
        say(answer.failure ? `${bot} did not respond.` : `${bot} answered in ${answer.elapsed_ms} ms.`);
        if (answer.modal) setOpened({ answer, message });
      },
      attempt: async (act, done) => {
        try {
          await act();
          say(done);
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
      {opened && <Form key={opened.answer.interaction} {...opened} onClose={() => setOpened(undefined)} />}
    </Context>
  );
}

export function useActing(): Acting {
  const acting = useContext(Context);
  if (!acting) throw new Error("useActing stands outside of ActingProvider");
  return acting;
}
