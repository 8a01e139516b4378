import { useTranslation } from "react-i18next";

import type { EngineInfo } from "@/api/generated";
import { Badge } from "@/components/ui/badge";

/** The engine that made a result, with a warning where its words deserve one. */
export function EngineName({ engine }: { engine: EngineInfo }) {
  const { t } = useTranslation("recruiter");
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <span className="font-mono text-[0.8125rem]">
        {engine.name} {engine.version}
        {engine.model && ` · ${engine.model}`}
      </span>
      {engine.quality === "demo" && <Badge tone="warning">{t("engines.quality.demo")}</Badge>}
    </span>
  );
}
