import "@/styles/index.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";

import { queryClient } from "@/api/query-client";
import { Toaster } from "@/components/ui/toast";
import { i18n } from "@/lib/i18n";
import { settleTabId } from "@/lib/tab-id";
import { followSystemTheme } from "@/lib/theme";
import { router } from "@/routes/router";

followSystemTheme();
await settleTabId();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toaster />
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
