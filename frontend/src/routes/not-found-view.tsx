import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";

import { CandidateShell } from "@/components/shell/candidate-shell";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { usePageTitle } from "@/lib/use-page-title";

export function NotFoundView() {
  const { t } = useTranslation();
  usePageTitle(t("notFound.title"));
  return (
    <CandidateShell>
      <h1 className="sr-only">{t("notFound.title")}</h1>
      <EmptyState
        icon={Compass}
        title={t("notFound.title")}
        text={t("notFound.text")}
        action={
          <Button asChild>
            <Link to="/">{t("notFound.action")}</Link>
          </Button>
        }
      />
    </CandidateShell>
  );
}
