import { AudioLines, FileSearch, type LucideIcon, MessageSquareText, Mic, ScanFace, Smile } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Capability, EngineOut } from "@/api/generated";
import { Card, CardTitle } from "@/components/ui/card";

import { EngineBlock } from "./engine-block";

const ICONS: Record<Capability, LucideIcon> = {
  llm: MessageSquareText,
  stt: Mic,
  tts: AudioLines,
  embeddings: FileSearch,
  face: ScanFace,
  emotion: Smile,
};

/** One thing that engines do, and the engines that do it; several where workers differ. */
export function CapabilityCard({ capability, engines }: { capability: Capability; engines: EngineOut[] }) {
  const { t } = useTranslation("recruiter");
  const Icon = ICONS[capability];
  return (
    <Card className="h-full">
      <div className="flex items-center gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-sunken text-muted">
          <Icon aria-hidden className="size-5" />
        </span>
        <CardTitle>{t(`engines.capability.${capability}`)}</CardTitle>
      </div>
      {engines.length === 0 && <p className="mt-4 text-muted">{t("engines.nothing")}</p>}
      <div className="mt-4 grid gap-5 divide-y divide-line *:not-first:pt-5">
        {engines.map((engine) => (
          <EngineBlock key={`${engine.name} ${engine.model}`} engine={engine} />
        ))}
      </div>
    </Card>
  );
}
