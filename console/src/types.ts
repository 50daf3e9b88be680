// The shapes on the wire, as the node's OpenAPI document says them.

export interface Status {
  name: string; key: string; version: string; state: string; uptimeMillis: number; posture: string;
  sandbox: string; model: string; purseName: string; purseLeft: string; activeGoals: number;
  openApprovals: number; acts: number; checkpointSize: number; checkpointRoot: string;
}
export interface Step {
  number: number; title: string; state: string; startedMillis: number; endedMillis: number;
  receipts: string[]; summary: string;
}
export interface Goal {
  id: string; text: string; dir: string; template: string; planner: string; state: string;
  createdMillis: number; endedMillis: number; message: string; steps: Step[]; report: string; trust: string;
}
export interface Endorsed { act: string; what: string; digest: string; was: string }
export interface TemplateParameter { name: string; type: string; summary: string; required: boolean }
export interface GoalTemplate { name: string; summary: string; parameters: TemplateParameter[]; example: string }
export interface Approval {
  id: string; op: string; target: string; actor: string; trust: string; sources: string[]; rule: string;
  reason: string; askedMillis: number; expiresMillis: number; state: string; estimate: string; detail: string;
  needed: number; of: string[]; signed: string[];
}
export interface Act {
  id: string; op: string; target: string; actor: string; trust: string; sources: string[]; rule: string;
  ending: string; note: string; spentText: string; startedMillis: number; endedMillis: number; index: number;
  inputDigest: string; outputDigest: string; evidence: unknown;
}
export interface Change { kind: string; path: string; from: string; flags: string[]; size: number }
export interface Run {
  id: string; command: string; folder: string; state: string; exitCode: number; startedMillis: number;
  endedMillis: number; view: string; granted: string; hosts: { host: string; allowed: boolean }[];
  changeCount: number; changes: Change[]; notes: string[]; strength: string; output: RunOutput; outputTail: string;
}
/** What a run printed: `bytes` is -1 while it runs; `file` is empty when there is none, or none any more. */
export interface RunOutput { bytes: number; keptBytes: number; droppedBytes: number; file: string; sha256: string; trouble: string }
export interface FileOutcome { path: string; outcome: string; reason: string }
export interface LogLine { index: number; atMillis: number; kind: string; id: string; text: string }
export interface LogEntry { index: number; leafHash: string; entry: string }
export interface Descent {
  id: string; size: number; root: string;
  lines: { tree: string; depth: number; id: string; kind: string; title: string; index: number; state: string; by: string; links: string[] }[];
}
export interface Erased { id: string; act: string; objects: number; goes: string; stays: string }
export interface Disk {
  home: string; bytes: number; freeBytes: number; warnings: string[];
  parts: { name: string; files: number; bytes: number; bytesMax: number; state: string; bound: string }[];
}
export interface Verification {
  sound: boolean; size: number; root: string; checkpointSize: number; firstBad: number; message: string;
}
export interface Limit { layer: string; text: string; source: string; count: number; left: number }
export interface Rules {
  posture: string; rules: { index: number; layer: string; verdict: string; text: string; source: string }[];
  limits: Limit[]; managed: string;
}
export interface RulesText { text: string; current: boolean }
export interface Linted { rules: number; findings: string[]; missing: string[] }
export interface Differs { acts: number; changed: number; changes: string[] }
export interface Adopted { act: string; digest: string; rules: number; before: string }
export interface Explanation {
  verdict: string; rule: string; reason: string; considered: { rule: string; matched: boolean; why: string }[];
}
export interface Setting { name: string; value: string; source: string }
export interface Settings { home: string; configFile: string; settings: Setting[] }
export interface Doctor {
  checks: { name: string; state: string; detail: string }[]; strength: string;
}
export interface PurseUnit { unit: string; spent: number; reserved: number; most: number }
export interface Purse { name: string; depth: number; period: string; units: PurseUnit[] }
export interface Operator { name: string; fingerprint: string; key: string; act: string }
export interface Attempt { name: string; needs: string; outcome: string; reason: string; what: string }
export interface EscapeTrial { run: string; attempts: Attempt[] }
