// The whole page: its colours, what it knows of the sandbox, and what it shows while it knows nothing yet.

import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { newClient } from "./api/queries";
import { styleNonce, theme } from "./look/theme";
import { Page } from "./shell/Page";

const client = newClient();

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={client}>
        <Page />
      </QueryClientProvider>
    </MantineProvider>
  );
}
