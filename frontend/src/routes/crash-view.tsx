import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/api/problem";
import { useErrorText } from "@/components/problem";
import { CandidateShell } from "@/components/shell/candidate-shell";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** The error boundary of every route. */
export function CrashView({ error }: ErrorComponentProps) {
  const { t } = useTranslation("errors");
  const describe = useErrorText();
  return (
    <CandidateShell>
      <ErrorState
        title={t("title")}
        text={error instanceof ApiError ? describe(error) : t("crashed")}
        action={<Button onClick={() => location.reload()}>{t("reload")}</Button>}
      />
    </CandidateShell>
  );
}
