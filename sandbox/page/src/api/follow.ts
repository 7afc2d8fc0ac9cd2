// Keeps what the page knows up to date, for as long as it is open.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, sentence } from "./call";

const RETRY_MS = 1000;

/** Asks for everything anew after each change. Returns what is wrong while the sandbox cannot be reached. */
export function useFollow(): string | undefined {
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    let isOpen = true;
    const follow = async () => {
      // Without a version the answer comes at once, which is wanted at first and after an outage.
      let version: number | undefined;
      while (isOpen) {
        try {
          const after: Record<string, string> = version === undefined ? {} : { after: String(version) };
          const seen: { version: number } = await get("changes", after);
          await client.invalidateQueries({}, { throwOnError: true });
          version = seen.version;
          setTrouble(undefined);
        } catch (error) {
          version = undefined;
          setTrouble(sentence(error));
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    };
    follow();
    return () => {
      isOpen = false;
    };
  }, [client]);
  return trouble;
}
