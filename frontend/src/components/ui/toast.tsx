import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

import { Button } from "./button";
import { dismissToast, getToasts, subscribeToasts } from "./toast-store";

const TONES = {
  success: "border-l-success",
  info: "border-l-info",
  danger: "border-l-danger",
};

/** Shows what `showToast` is given. Mounted once, at the root. */
export function Toaster() {
  const { t } = useTranslation();
  const toasts = useSyncExternalStore(subscribeToasts, getToasts);
  return (
    <Radix.Provider label={t("notifications")} duration={6000}>
      {toasts.map((toast) => (
        <Radix.Root
          key={toast.id}
          type={toast.tone === "danger" ? "foreground" : "background"}
          onOpenChange={(open) => {
            if (!open) dismissToast(toast.id);
          }}
          className={cn(
            "flex items-center justify-between gap-3 rounded-md border border-l-4 border-line bg-surface py-2 pr-2 pl-4 shadow-float enter-up",
            TONES[toast.tone],
          )}
        >
          <Radix.Title className="text-[0.9375rem] font-medium">{toast.text}</Radix.Title>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon" aria-label={t("close")}>
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed inset-x-4 bottom-4 z-60 mx-auto flex max-w-md flex-col gap-2 outline-none" />
    </Radix.Provider>
  );
}
