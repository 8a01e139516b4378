import { useTranslation } from "react-i18next";

import { ApiError } from "@/api/problem";
import { Alert } from "@/components/ui/alert";
import { ErrorState } from "@/components/ui/error-state";

const BY_STATUS = new Set([401, 403, 404, 409, 413, 429]);

/** The sentence to show for an error: the server's own, else one by kind. Nothing technical reaches the user. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation("errors");
  return (error) => {
    if (!(error instanceof ApiError)) return t("unexpected");
    if (error.detail) return error.detail;
    if (error.status === 0) return t("network");
    if (error.status >= 500) return t("unavailable");
    if (BY_STATUS.has(error.status)) return t(`status${error.status as 401 | 403 | 404 | 409 | 413 | 429}`);
    return t("unexpected");
  };
}

export function ProblemAlert({ error }: { error: unknown }) {
  const describe = useErrorText();
  if (error === null || error === undefined) return null;
  return (
    <Alert tone="danger" live>
      {describe(error)}
    </Alert>
  );
}

export function ProblemState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("errors");
  const describe = useErrorText();
  return <ErrorState title={t("title")} text={describe(error)} onRetry={onRetry} />;
}
