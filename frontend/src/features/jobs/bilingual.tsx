import type { BilingualText } from "@/api/generated";
import { cn } from "@/lib/cn";
import { useLanguage } from "@/lib/use-language";

interface BilingualProps {
  text: BilingualText;
  className?: string;
}

/** A text in the interface's language, with the other language below it: recruiters check both. */
export function Bilingual({ text, className }: BilingualProps) {
  const language = useLanguage();
  const other = language === "ko" ? "en" : "ko";
  return (
    <div className={className}>
      <p lang={language} className="break-keep">
        {text[language]}
      </p>
      {text[other] && (
        <p lang={other} className={cn("mt-0.5 text-sm text-muted", other === "ko" && "break-keep")}>
          {text[other]}
        </p>
      )}
    </div>
  );
}
