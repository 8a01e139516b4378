import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { LanguageSwitch } from "@/components/shell/language-switch";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Progress } from "@/components/ui/progress";

interface RoomFrameProps {
  company: string;
  job: string;
  progress: { index: number; total: number } | null;
  tools?: ReactNode;
  banner?: ReactNode;
  children: ReactNode;
}

/** The room's own frame: nothing in it leads away, and nothing competes with the question. */
export function RoomFrame({ company, job, progress, tools, banner, children }: RoomFrameProps) {
  const { t } = useTranslation("room");
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex min-h-16 max-w-4xl items-center justify-between gap-x-3 px-4 sm:px-6">
          <div className="min-w-0">
            <p className="truncate text-sm text-muted">{company}</p>
            <p className="truncate font-semibold">{job}</p>
          </div>
          <div className="-mr-2 flex shrink-0 items-center">
            {tools}
            <span className="hidden items-center sm:flex">
              <LanguageSwitch />
              <ThemeToggle />
            </span>
          </div>
        </div>
        {progress && (
          <div className="mx-auto flex max-w-4xl items-center gap-3 px-4 pb-3 sm:px-6">
            <p className="shrink-0 text-sm font-semibold tabular-nums">{t("progress", progress)}</p>
            <Progress value={progress.index / Math.max(1, progress.total)} label={t("progress", progress)} className="h-1.5" />
          </div>
        )}
      </header>
      {banner}
      <main id="main" className="mx-auto flex w-full max-w-4xl grow flex-col px-4 py-6 sm:px-6 sm:py-10">
        {children}
      </main>
    </div>
  );
}
