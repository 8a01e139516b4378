import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

import { Button } from "./button";

interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the safest one first. */
  footer?: ReactNode;
  /** "sheet" comes from the side: for help and details beside what goes on. */
  variant?: "modal" | "sheet";
}

export function Dialog({ open, onOpenChange, trigger, title, description, children, footer, variant = "modal" }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex flex-col bg-surface shadow-float outline-none enter-up",
            variant === "modal"
              ? "inset-x-4 top-1/2 mx-auto max-h-[min(85dvh,44rem)] max-w-lg -translate-y-1/2 rounded-xl"
              : "inset-y-0 right-0 w-full max-w-md sm:rounded-l-xl",
          )}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 sm:px-6">
            <Radix.Title className="pt-1.5 text-lg font-bold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" className="-mr-2" aria-label={t("close")}>
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 pb-5 sm:px-6">
            {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            {children}
          </div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-4 sm:px-6">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogClose = Radix.Close;
