import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Capability, EngineOut } from "@/api/generated";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadingBlock } from "@/components/ui/skeleton";

import { CapabilityCard } from "./capability-card";
import { enginesQuery } from "./queries";
import { CAPABILITIES, type EngineState, shownOf, stateOf } from "./state";

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
      {engines.data && engines.data.length > 0 && <Overview engines={engines.data} />}
    </>
  );
}

function Overview({ engines }: { engines: EngineOut[] }) {
  const { t } = useTranslation("recruiter");
  // A deployment that does not allow emotion reports none, and shows nothing of it.
  const shown = CAPABILITIES.map((capability) => ({ capability, engines: shownOf(engines, capability) })).filter(
    ({ capability, engines: found }) => capability !== "emotion" || found.length > 0,
  );
  const named = (state: EngineState) =>
    shown
      .filter((each) => each.engines.some((engine) => stateOf(engine) === state))
      .map((each) => t(`engines.capability.${each.capability}`))
      .join(", ");
  const broken = named("broken");
  const troubled = named("standIn");
  const silent = named("silent");
  return (
    <div className="grid gap-4">
      {broken && (
        <Alert tone="danger" title={t("engines.outage")}>
          {t("engines.outageText", { capabilities: broken })}
        </Alert>
      )}
      {silent && (
        <Alert tone="danger" title={t("engines.silentTrouble")}>
          {t("engines.silentTroubleText", { capabilities: silent })}
        </Alert>
      )}
      {troubled && (
        <Alert tone="warning" title={t("engines.trouble")}>
          {t("engines.troubleText", { capabilities: troubled })}
        </Alert>
      )}
      <ul className="grid gap-4 lg:grid-cols-2">
        {shown.map(({ capability, engines: found }) => (
          <Item key={capability} capability={capability} engines={found} />
        ))}
      </ul>
    </div>
  );
}

function Item({ capability, engines }: { capability: Capability; engines: EngineOut[] }) {
  return (
    <li>
      <CapabilityCard capability={capability} engines={engines} />
    </li>
  );
}
