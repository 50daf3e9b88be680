package stemma.core;

/** One act on its way through the gate. */
record Passage(ActId id, Act act, long startedMillis) {}
