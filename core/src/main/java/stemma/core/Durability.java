package stemma.core;

/** How firmly the log holds an act before and after it happens. */
public enum Durability {
    /**
     * A read: one combined entry, durable with the next group commit. A crash may lose it. One that costs
     * something, or that a person was asked about, is held like an effect.
     */
    OBSERVE,
    /** A change: the intent is durable before, the receipt after. A crash never loses either. */
    EFFECT,
    /**
     * High-rate pure computation: one lease whose permit is spent many times, then one receipt with
     * the count and a digest chain. The intent of the lease is durable before its first spend.
     */
    METERED
}
