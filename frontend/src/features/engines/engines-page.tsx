import { queryOptions, useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { EngineOut } from "@/api/generated";
import { http } from "@/api/http";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

const enginesQuery = queryOptions({
  queryKey: ["engines"],
  queryFn: ({ signal }) => http.get<EngineOut[]>("/engines", { signal }),
  refetchInterval: 15_000,
});

const QUALITY_TONES = { production: "success", basic: "info", demo: "warning" } as const;

/** Which engine does what right now, as the workers report it. */
export function EnginesPage() {
  const { t } = useTranslation("recruiter");
  const engines = useQuery(enginesQuery);
  return (
    <>
      <PageHeading title={t("engines.title")} text={t("engines.text")} />
      {engines.isPending && <LoadingBlock />}
      {engines.error && !engines.data && <ProblemState error={engines.error} onRetry={() => void engines.refetch()} />}
      {engines.data?.length === 0 && <EmptyState icon={Cpu} title={t("engines.emptyTitle")} text={t("engines.emptyText")} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {engines.data?.map((engine) => (
          <li key={`${engine.capability}-${engine.name}`}>
            <EngineCard engine={engine} />
          </li>
        ))}
      </ul>
    </>
  );
}

function EngineCard({ engine }: { engine: EngineOut }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  return (
    <Card className="h-full">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        {!engine.live && <Badge tone="danger">{t("engines.silent")}</Badge>}
        {engine.live && !engine.available && <Badge>{t("engines.unavailable")}</Badge>}
        {engine.live && engine.available && (
          <Badge tone={QUALITY_TONES[engine.quality]}>{t(`engines.quality.${engine.quality}`)}</Badge>
        )}
        <span className="text-sm text-muted">{engine.languages.map((code) => t(`languages.${code}`)).join(", ")}</span>
      </div>
      <CardTitle>{t(`engines.capability.${engine.capability}`)}</CardTitle>
      {engine.available && (
        <p className="mt-1 font-mono text-sm">
          {engine.name} {engine.version}
          {engine.model && <span className="text-muted"> · {engine.model}</span>}
        </p>
      )}
      {engine.note && (
        <p lang="en" className="mt-3 text-sm text-muted">
          {engine.note}
        </p>
      )}
      <p className="mt-3 text-sm text-muted">
        {t("engines.reported", { time: formatDateTime(engine.reported_at, language), count: engine.workers })}
      </p>
    </Card>
  );
}
