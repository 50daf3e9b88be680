package stemma.core;

/** The judge. Implementations are pure, thread-safe, and answer in microseconds. */
@FunctionalInterface
public interface Policy {
    Verdict judge(Act act);
}
