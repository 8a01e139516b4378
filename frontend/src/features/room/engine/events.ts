/** Events of the interview's stream that the room understands; all others are ignored. */
export type RoomEvent =
  | { type: "interview.state"; version: number; turn_id: string | null }
  | { type: "question.asked" | "answer.opened" | "answer.closed"; turn_id: string }
  | { type: "question.speech_ready"; turn_id: string; clip: number }
  | { type: "caption.final"; turn_id: string; index: number; text: string }
  | { type: "caption.partial"; turn_id: string; text: string }
  | { type: "speech.activity"; turn_id: string; speaking: boolean; silence_s: number }
  | { type: "media.changed"; connected: boolean };

const TYPES = new Set([
  "interview.state",
  "question.asked",
  "question.speech_ready",
  "answer.opened",
  "answer.closed",
  "caption.final",
  "caption.partial",
  "speech.activity",
  "media.changed",
]);

export function asRoomEvent(data: unknown): RoomEvent | null {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  return TYPES.has(String(data.type)) ? (data as RoomEvent) : null;
}
