package stemma.sandbox;

/** Spends the caller's permit on what is about to happen. */
@FunctionalInterface
interface Spend {
    void spend(String op, String target, byte[] input);
}
