import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("h-5 animate-pulse rounded-sm bg-sunken", className)} />;
}

/** A stand-in for a page or a card while it loads. */
export function LoadingBlock({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={index === 0 ? "h-7 w-1/2" : index % 2 ? "w-full" : "w-4/5"} />
      ))}
    </div>
  );
}
