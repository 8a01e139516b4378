import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "./button";

interface ErrorStateProps {
  title: ReactNode;
  text?: ReactNode;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
}

export function ErrorState({ title, text, onRetry, action }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-2 grid size-12 place-items-center rounded-full bg-warning-soft text-warning">
        <TriangleAlert aria-hidden className="size-6" />
      </span>
      <p className="text-lg font-bold">{title}</p>
      {text && <p className="max-w-prose text-muted">{text}</p>}
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {onRetry && (
          <Button variant="secondary" onClick={onRetry}>
            <RotateCw aria-hidden />
            {t("retry")}
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
