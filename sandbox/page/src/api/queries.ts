// What the page knows of the sandbox. Everything is asked for anew whenever `useFollow` hears of a change.

import { QueryClient, useQuery } from "@tanstack/react-query";
import { get } from "./call";
import type { DirectMessages, Entry, Fault, Menus, Request, World } from "./shapes";

export const newClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The sandbox is on this machine, which needs no network for it.
        networkMode: "always",
      },
    },
  });

const asked = <T>(path: string, query: Record<string, string> = {}) => ({
  queryKey: [path, query],
  queryFn: () => get<T>(path, query),
});

export const useWorld = () => useQuery(asked<World>("state"));

export const useEntries = (channel: string, user: string) => useQuery(asked<Entry[]>("messages", { channel, user }));

export const useRequests = () => useQuery(asked<Request[]>("requests"));

export const useFaults = () => useQuery(asked<Fault[]>("faults"));

export const useMenus = (place: { guild: string; channel: string; user: string }) =>
  useQuery(asked<Menus>("menus", place));

export const useDirectMessages = (user: string) => useQuery(asked<DirectMessages[]>("direct-messages", { user }));
