import { Progress as Radix } from "radix-ui";

import { cn } from "@/lib/cn";

interface ProgressProps {
  /** 0-1; null while the end is not known. */
  value: number | null;
  label: string;
  className?: string;
}

export function Progress({ value, label, className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Radix.Root value={percent} aria-label={label} className={cn("h-2 w-full overflow-hidden rounded-full bg-sunken", className)}>
      <Radix.Indicator
        className={cn("h-full rounded-full bg-accent transition-[width] duration-300", percent === null && "w-1/3 animate-pulse")}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </Radix.Root>
  );
}
