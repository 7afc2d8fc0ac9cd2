// Sends what stands in the line: a command to its bot, a message to the channel.

import { post, Refusal, sentence } from "../api/call";
import type { Answer } from "../api/shapes";
import { usePlace } from "../place/Place";
import { useActing } from "../shell/Acting";
import type { useLine } from "./useLine";

export function useSend(line: ReturnType<typeof useLine>, say: (mistake: string) => void) {
  const { ids } = usePlace();
  const acting = useActing();
  return async () => {
    const typed = line.text.trim();
    if (!typed) return say("There is nothing to send yet. Write something, or type / to see the commands.");
    line.took(typed);
    say("");
    acting.say("Sending…");
    try {
      if (typed.startsWith("/")) {
        acting.answered(await post<Answer>("lines", { ...ids, line: typed }));
      } else {
        await post("messages", { ...ids, content: typed });
        acting.say("Sent.");
      }
    } catch (error) {
      // What was typed is given back to be put right, unless something new was begun.
      if (!line.input.current?.value) line.put(typed);
      say(sentence(error));
      acting.say(error instanceof Refusal ? "Not sent." : "");
    }
  };
}
