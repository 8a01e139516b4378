import { cn } from "@/lib/cn";

const BARS = 14;

interface LevelBarProps {
  /** 0-1. */
  value: number;
  label: string;
  className?: string;
}

/** How loud the microphone is. The value is told to assistive technology in coarse steps only on request (meter role). */
export function LevelBar({ value, label, className }: LevelBarProps) {
  const lit = Math.round(value * BARS);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      className={cn("flex h-6 items-end gap-1", className)}
    >
      {Array.from({ length: BARS }, (_, index) => (
        <span
          key={index}
          className={cn("w-1.5 rounded-full transition-colors duration-100", index < lit ? "bg-accent" : "bg-line")}
          style={{ height: `${35 + (65 * index) / (BARS - 1)}%` }}
        />
      ))}
    </div>
  );
}
